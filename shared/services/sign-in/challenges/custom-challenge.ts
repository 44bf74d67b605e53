import { withAnswer, withChallenge } from '#shared/domain/custom-challenges/custom-sign-in.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { sealing } from '../../sealing/sealing.ts';
import { triggers } from '../../triggers/create-triggers.ts';
import { claimCustomSignIn, keepCustomSignIn } from '../custom/custom-sign-ins.ts';
import { toCustomAuthentication } from '../custom/to-custom-authentication.ts';
import { resume } from '../identification.ts';
import type { Challenge } from '../sign-in.ts';
import { challengeUsername } from '../usernames.ts';

export const customChallenge: Challenge = {
  /** CUSTOM_CHALLENGE: whatever CreateAuthChallenge makes up. What the client must not know waits in the store. */
  ask: async (progress) => {
    const { app, trail, record, custom } = progress;
    if (!custom) throw new Error('A custom challenge is asked in custom sign-ins only.');
    const name = 'CUSTOM_CHALLENGE';
    const { publicParameters, privateParameters, metadata } = await triggers().createAuthChallenge({
      ...toCustomAuthentication(progress, custom),
      challengeName: name,
      past: custom.past,
    });
    const signIn = withChallenge(custom, { name, metadata, privateParameters });
    const where = { app, userKey: record.userKey, signInId: trail.signInId };
    return {
      parameters: { ...publicParameters, USERNAME: await challengeUsername(sealing(), app.pool, record) },
      carried: { round: signIn.round },
      writes: [await keepCustomSignIn(where, signIn)],
    };
  },

  /** The client's answer. It is judged only once, right or wrong. DefineAuthChallenge says what follows. */
  answer: async (request) => {
    const { app, parameters } = request;
    const answer = requiredParameter(parameters, 'ANSWER');
    const { identified, session } = await resume(request, 'CUSTOM_CHALLENGE');
    const { signInId, userKey, carried } = session;
    const waiting = await claimCustomSignIn({ app, userKey, signInId }, carried.round ?? 0);
    const isRight = await triggers().verifyAuthChallengeResponse({
      ...toCustomAuthentication(identified, waiting),
      privateParameters: waiting.asked?.privateParameters ?? {},
      answer,
    });
    // A wrong answer proves nothing, and a second right one nothing more: so the Session stays short.
    const provesMore = isRight && session.proved.at(-1) !== 'CUSTOM_CHALLENGE';
    return {
      ...identified,
      trail: provesMore ? withProof(session, 'CUSTOM_CHALLENGE', parameters.DEVICE_KEY) : session,
      custom: withAnswer(waiting, isRight),
      writes: [],
    };
  },
};
