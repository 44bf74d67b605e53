import { allowsFlow } from '#shared/domain/app-clients/app-client.ts';
import {
  type CustomSignIn,
  newCustomSignIn,
  withAnswer,
  withChallenge,
} from '#shared/domain/custom-challenges/custom-sign-in.ts';
import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type ChallengeName, challengeNames } from '#shared/domain/sign-in/sign-in-facts.ts';
import { unrecognizable } from '../../triggers/call.ts';
import { triggers } from '../../triggers/create-triggers.ts';
import { wrongPassword } from '../attempts.ts';
import { currentProofs, known, type Progress } from '../progress.ts';
import { keepCustomSignIn, readCustomSignIn } from './custom-sign-ins.ts';
import { toCustomAuthentication } from './to-custom-authentication.ts';

const isSecondFactor = (progress: Progress, name: ChallengeName): boolean =>
  progress.record.user !== undefined &&
  secondFactorsOf(progress.app.pool, currentProofs(known(progress))).usable.some((factor) => factor === name);

// A challenge about a secret of the user's own is asked only once: a second time it would prove nothing more.
const canAsk = (progress: Progress, { past, srpA }: CustomSignIn, name: ChallengeName): boolean => {
  if (name === 'CUSTOM_CHALLENGE') return true;
  if (past.some(({ challengeName }) => challengeName === name)) return false;
  if (name === 'PASSWORD_VERIFIER') return srpA !== undefined;
  if (name === 'ADMIN_NO_SRP_AUTH') {
    return progress.side === 'admin' && allowsFlow(progress.app.client, 'ADMIN_USER_PASSWORD_AUTH');
  }
  return isSecondFactor(progress, name);
};

const soFar = async ({ app, trail, record, username, parameters, custom }: Progress): Promise<CustomSignIn> => {
  if (custom) return custom;
  const last = trail.proved.at(-1);
  if (last === undefined || last === 'CUSTOM_AUTH') {
    const offersSrp = parameters.CHALLENGE_NAME === 'SRP_A';
    return newCustomSignIn(username, offersSrp ? requiredParameter(parameters, 'SRP_A') : undefined);
  }
  const where = { app, userKey: record.userKey, signInId: trail.signInId };
  // A new password comes in between by itself. What waits is the challenge that the temporary one answered.
  const waitsFor = last === 'NEW_PASSWORD_REQUIRED' ? (trail.proved.at(-2) ?? last) : last;
  return withAnswer(await readCustomSignIn(where, waitsFor), true);
};

/**
 * Asks DefineAuthChallenge what follows in a custom sign-in. Throws NotAuthorizedException where it refuses,
 * InvalidLambdaResponseException for a challenge that cannot be asked.
 */
export const defineNext = async (
  progress: Progress,
): Promise<
  { readonly kind: 'issue' } | { readonly kind: 'challenge'; readonly name: ChallengeName; readonly progress: Progress }
> => {
  const { app, trail, record, parameters } = progress;
  const custom = await soFar(progress);
  const decided = await triggers().defineAuthChallenge({
    ...toCustomAuthentication(progress, custom),
    past: custom.past,
  });
  if (decided.kind === 'refuse') throw wrongPassword();
  if (decided.kind === 'tokens') return { kind: 'issue' };

  const name = challengeNames.find((one) => one === decided.name);
  if (!name || !canAsk(progress, custom, name)) throw unrecognizable();
  if (name === 'CUSTOM_CHALLENGE') return { kind: 'challenge', name, progress: { ...progress, custom } };

  const asked = withChallenge(custom, { name, metadata: null, privateParameters: {} });
  const kept = await keepCustomSignIn({ app, userKey: record.userKey, signInId: trail.signInId }, asked);
  const srp = custom.srpA === undefined ? {} : { SRP_A: custom.srpA };
  const next = { ...progress, parameters: { ...parameters, ...srp }, writes: [...progress.writes, kept] };
  return { kind: 'challenge', name, progress: next };
};
