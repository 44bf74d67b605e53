import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Attempts } from '../attempts.ts';
import type { Choose } from '../choice.ts';
import type { ContinueSignUp } from '../continued-sign-up.ts';
import { type Identification, trailOf } from '../identification.ts';
import type { Migration } from '../migration.ts';
import type { GoOn, StartFlow } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly attempts: Attempts;
  readonly choose: Choose;
  readonly continueSignUp: ContinueSignUp;
  readonly goOn: GoOn;
  readonly migration: Migration;
}

const preferences: readonly string[] = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];

/** USER_AUTH: the user chooses what to begin with; a Session of a confirmed sign-up goes straight on. */
export const userAuthFlow =
  ({ identification, attempts, choose, continueSignUp, goOn, migration }: Deps): StartFlow =>
  async (request) => {
    const { parameters, session } = request;
    if (session !== undefined) return continueSignUp(request);
    const preferred = parameters.PREFERRED_CHALLENGE;
    if (preferred !== undefined && !preferences.includes(preferred)) {
      throw new CognitoException('InvalidParameterException', `Invalid PREFERRED_CHALLENGE: ${preferred.slice(0, 64)}`);
    }
    const identified = await identification.find(request);
    const trail = trailOf('USER_AUTH', request);
    const password = preferred === 'PASSWORD' ? parameters.PASSWORD : undefined;
    if (password !== undefined) attempts.assertNotLockedOut(identified.app, identified.record);
    if (password !== undefined && !identified.record.user) {
      const { app, username, record } = identified;
      const take = () => attempts.succeeded(app, record);
      const given = { app, username, password, validationData: request.clientMetadata };
      const migrated = await migration.signIn({ ...given, take });
      if (migrated) return goOn({ ...identified, record: migrated, trail: withProof(trail, 'PASSWORD'), writes: [] });
    }
    await identification.admit(identified, request);
    return choose(identified, trail, preferred);
  };
