import { stepUpParameters } from '#shared/domain/sign-in/parameters.ts';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { assertNotLockedOut, passwordSucceeded } from '../attempts.ts';
import { choose } from '../choice.ts';
import { continueSignUp } from '../continued-sign-up.ts';
import { admit, type Identified, identify, trailOf } from '../identification.ts';
import { migrateAtSignIn } from '../migration.ts';
import { leakDetails } from '../password-proof.ts';
import type { Progress } from '../progress.ts';
import type { FlowRequest } from '../sign-in.ts';

const preferences: readonly string[] = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];

// Loaded only where a level is asked for: few sign-ins do.
const toLevel = async (identified: Identified, trail: Trail): Promise<Trail> => {
  const isAsked = stepUpParameters.some((name) => identified.parameters[name] !== undefined);
  return isAsked ? (await import('../step-up.ts')).withStepUp(identified, trail) : trail;
};

/** USER_AUTH: the user chooses what to begin with. A Session of a confirmed sign-up goes straight on. */
export const startUserAuth = async (request: FlowRequest): Promise<Progress> => {
  const { parameters, session } = request;
  if (session !== undefined) {
    const continued = await continueSignUp(request);
    return { ...continued, trail: await toLevel(continued, continued.trail) };
  }
  const preferred = parameters.PREFERRED_CHALLENGE;
  if (preferred !== undefined && !preferences.includes(preferred)) {
    throw new CognitoException('InvalidParameterException', `Invalid PREFERRED_CHALLENGE: ${preferred.slice(0, 64)}`);
  }
  const identified = await identify(request);
  const trail = await toLevel(identified, trailOf('USER_AUTH', request));
  const password = preferred === 'PASSWORD' ? parameters.PASSWORD : undefined;
  if (password !== undefined) assertNotLockedOut(identified.app, identified.record);
  if (password !== undefined && !identified.record.user) {
    const { app, username, record } = identified;
    const take = () => passwordSucceeded(app, record);
    const given = { app, username, password, validationData: request.clientMetadata };
    const migrated = await migrateAtSignIn({ ...given, take });
    if (migrated) {
      const details = await leakDetails(app, migrated, password);
      return { ...identified, record: migrated, trail: withProof(trail, 'PASSWORD', undefined, details), writes: [] };
    }
  }
  await admit(identified, request);
  return choose(identified, trail, preferred, { validationData: request.clientMetadata });
};
