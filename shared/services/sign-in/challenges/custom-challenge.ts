import { withAnswer, withChallenge } from '#shared/domain/custom-challenges/custom-sign-in.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Triggers } from '../../triggers/triggers.ts';
import { toCustomAuthentication } from '../custom/custom-authentication.ts';
import type { CustomSignIns } from '../custom/custom-sign-ins.ts';
import type { Identification } from '../identification.ts';
import type { AnswerChallenge, AskChallenge, GoOn } from '../sign-in.ts';
import { challengeUsername } from '../usernames.ts';

interface Deps {
  readonly identification: Identification;
  readonly customSignIns: CustomSignIns;
  readonly goOn: GoOn;
  readonly sealing: Sealing;
  readonly triggers: Triggers;
}

/** CUSTOM_CHALLENGE: whatever CreateAuthChallenge makes up. What the client is not to know waits in the store. */
export const askCustomChallenge =
  ({ customSignIns, sealing, triggers }: Pick<Deps, 'customSignIns' | 'sealing' | 'triggers'>): AskChallenge =>
  async (progress) => {
    const { app, trail, record, custom } = progress;
    if (!custom) throw new Error('A custom challenge is asked in custom sign-ins only.');
    const name = 'CUSTOM_CHALLENGE';
    const { publicParameters, privateParameters, metadata } = await triggers.createAuthChallenge({
      ...toCustomAuthentication(progress, custom),
      challengeName: name,
      past: custom.past,
    });
    const signIn = withChallenge(custom, { name, metadata, privateParameters });
    const where = { app, userKey: record.userKey, signInId: trail.signInId };
    return {
      parameters: { ...publicParameters, USERNAME: await challengeUsername(sealing, app.pool, record) },
      carried: { round: signIn.round },
      writes: [await customSignIns.keep(where, signIn)],
    };
  };

/** The client's answer. It is judged once, right or wrong; DefineAuthChallenge says what follows from it. */
export const customChallenge =
  ({ identification, customSignIns, goOn, triggers }: Omit<Deps, 'sealing'>): AnswerChallenge =>
  async (request) => {
    const { app, parameters } = request;
    const answer = requiredParameter(parameters, 'ANSWER');
    const { identified, session } = await identification.resume(request, 'CUSTOM_CHALLENGE');
    const { signInId, userKey, carried } = session;
    const waiting = await customSignIns.claim({ app, userKey, signInId }, carried.round ?? 0);
    const isRight = await triggers.verifyAuthChallengeResponse({
      ...toCustomAuthentication(identified, waiting),
      privateParameters: waiting.asked?.privateParameters ?? {},
      answer,
    });
    // Wrong answers prove nothing, and right ones nothing more the second time: so a Session stays short.
    const provesMore = isRight && session.proved.at(-1) !== 'CUSTOM_CHALLENGE';
    return goOn({
      ...identified,
      trail: provesMore ? withProof(session, 'CUSTOM_CHALLENGE', parameters.DEVICE_KEY) : session,
      custom: withAnswer(waiting, isRight),
      writes: [],
    });
  };
