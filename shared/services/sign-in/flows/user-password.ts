import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type Arrival, trailOf } from '../arrival.ts';
import type { Attempts } from '../attempts.ts';
import type { Migration } from '../migration.ts';
import type { ProvePassword } from '../password-proof.ts';
import type { GoOn, StartFlow } from '../sign-in.ts';

interface Deps {
  readonly arrival: Arrival;
  readonly attempts: Attempts;
  readonly goOn: GoOn;
  readonly migration: Migration;
  readonly provePassword: ProvePassword;
}

/** USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password in clear, compared with its hash. */
export const userPasswordFlow =
  (flow: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH') =>
  ({ arrival, attempts, goOn, migration, provePassword }: Deps): StartFlow =>
  async (request) => {
    const { app, parameters, clientMetadata: validationData } = request;
    requiredParameter(parameters, 'USERNAME');
    const password = requiredParameter(parameters, 'PASSWORD');

    const arrived = await arrival.find(request);
    // Before any trigger, so that a name that is locked out gets one answer, whether anybody has it or not.
    attempts.assertNotLockedOut(app, arrived.record);
    const trail = trailOf(flow, request);
    if (!arrived.record.user) {
      const take = () => attempts.succeeded(app, arrived.record);
      const migrated = await migration.signIn({ app, username: arrived.username, password, validationData, take });
      if (migrated) return goOn({ ...arrived, record: migrated, trail, writes: [] });
    }
    await arrival.admit(arrived, request);
    return goOn({ ...arrived, trail, writes: await provePassword(app, arrived.record, password) });
  };
