import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import type { Attempts } from '../attempts.ts';
import { type Identification, trailOf } from '../identification.ts';
import type { Migration } from '../migration.ts';
import type { ProvePassword } from '../password-proof.ts';
import type { GoOn, StartFlow } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly attempts: Attempts;
  readonly goOn: GoOn;
  readonly migration: Migration;
  readonly provePassword: ProvePassword;
}

/** USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password in clear, compared with its hash. */
export const userPasswordFlow =
  (flow: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH') =>
  ({ identification, attempts, goOn, migration, provePassword }: Deps): StartFlow =>
  async (request) => {
    const { app, parameters, clientMetadata: validationData } = request;
    requiredParameter(parameters, 'USERNAME');
    const password = requiredParameter(parameters, 'PASSWORD');

    const identified = await identification.find(request);
    // Before any trigger, so that a name that is locked out gets one answer, whether anybody has it or not.
    attempts.assertNotLockedOut(app, identified.record);
    const trail = trailOf(flow, request);
    if (!identified.record.user) {
      const take = () => attempts.succeeded(app, identified.record);
      const migrated = await migration.signIn({ app, username: identified.username, password, validationData, take });
      if (migrated) return goOn({ ...identified, record: migrated, trail, writes: [] });
    }
    await identification.admit(identified, request);
    return goOn({ ...identified, trail, writes: await provePassword(app, identified.record, password) });
  };
