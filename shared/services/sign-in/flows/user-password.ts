import { requiredParameter, requiredUsername } from '#shared/domain/sign-in/parameters.ts';
import { assertNotLockedOut, passwordSucceeded } from '../attempts.ts';
import { admit, identify, trailOf } from '../identification.ts';
import { migrateAtSignIn } from '../migration.ts';
import { leakDetails, provePassword } from '../password-proof.ts';
import type { Progress } from '../progress.ts';
import type { FlowRequest } from '../sign-in.ts';

/** USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password in clear, compared with its hash. */
export const startUserPassword =
  (flow: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH') =>
  async (request: FlowRequest): Promise<Progress> => {
    const { app, parameters, clientMetadata: validationData } = request;
    requiredUsername(parameters);
    const password = requiredParameter(parameters, 'PASSWORD');

    const identified = await identify(request);
    // Before any trigger, so that a locked-out name gets the same answer whether anybody has it or not.
    assertNotLockedOut(app, identified.record);
    const trail = trailOf(flow, request);
    if (!identified.record.user) {
      const take = () => passwordSucceeded(app, identified.record);
      const migrated = await migrateAtSignIn({ app, username: identified.username, password, validationData, take });
      if (migrated) {
        const details = await leakDetails(app, migrated, password);
        return { ...identified, record: migrated, trail: { ...trail, ...details }, writes: [] };
      }
    }
    await admit(identified, request);
    const { record, writes, details } = await provePassword(identified, trail, password, { validationData });
    return { ...identified, record, trail: { ...trail, ...details }, writes };
  };
