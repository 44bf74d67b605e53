import * as v from 'valibot';
import type { CallTrigger } from './call.ts';
import { customAuthentication } from './custom-authentication.ts';
import type { CreateAuthChallenge, CustomChallenge } from './triggers.ts';

const parameters = v.nullish(v.record(v.string(), v.string()), {});

const challenge = v.object({
  publicChallengeParameters: parameters,
  privateChallengeParameters: parameters,
  challengeMetadata: v.nullish(v.string()),
});

/** Has a custom challenge made, once it is known that one follows. */
export const createAuthChallenge = async (call: CallTrigger, on: CreateAuthChallenge): Promise<CustomChallenge> => {
  const common = customAuthentication('CreateAuthChallenge', on);
  const made = await call({
    ...common.call,
    request: { ...common.request, challengeName: on.challengeName, session: on.past },
    blank: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    response: challenge,
  });
  return {
    publicParameters: made.publicChallengeParameters,
    privateParameters: made.privateChallengeParameters,
    metadata: made.challengeMetadata ?? null,
  };
};
