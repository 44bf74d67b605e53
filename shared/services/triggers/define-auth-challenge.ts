import * as v from 'valibot';
import { type CallTrigger, unrecognizable } from './call.ts';
import { customAuthentication } from './custom-authentication.ts';
import type { ChallengeDecision, DefineAuthChallenge } from './triggers.ts';

const decision = v.object({
  challengeName: v.nullish(v.string()),
  issueTokens: v.nullish(v.boolean(), false),
  failAuthentication: v.nullish(v.boolean(), false),
});

/** Asks what follows in a custom sign-in: a challenge, tokens or a refusal. */
export const defineAuthChallenge = async (call: CallTrigger, on: DefineAuthChallenge): Promise<ChallengeDecision> => {
  const common = customAuthentication('DefineAuthChallenge', on);
  const { challengeName, issueTokens, failAuthentication } = await call({
    ...common.call,
    request: { ...common.request, session: on.past },
    blank: { challengeName: null, issueTokens: null, failAuthentication: null },
    response: decision,
  });
  if (failAuthentication) return { kind: 'refuse' };
  if (issueTokens) return { kind: 'tokens' };
  if (!challengeName) throw unrecognizable();
  return { kind: 'challenge', name: challengeName };
};
