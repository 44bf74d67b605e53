import { type Answered, ask, type ChallengeDefinition, refusal, tokens } from './challenge-definition.ts';

/** The next step of a custom sign-in that is one custom challenge and nothing else, for which there are so many tries. */
export const byOneChallenge = (session: readonly Answered[], tries: number): ChallengeDefinition => {
  if (session.some(({ challengeName }) => challengeName !== 'CUSTOM_CHALLENGE')) return refusal;
  if (session.at(-1)?.challengeResult) return tokens;
  return session.length < tries ? ask('CUSTOM_CHALLENGE') : refusal;
};
