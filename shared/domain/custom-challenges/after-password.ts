import { type Answered, ask, type ChallengeDefinition, refusal, tokens } from './challenge-definition.ts';

/**
 * The next step of a custom sign-in. It begins with the password, goes on with the second factors that the user has,
 * and ends with one custom challenge, for which there are so many tries. Nothing else leads to tokens.
 */
export const afterPassword = (session: readonly Answered[], tries: number): ChallengeDefinition => {
  const [begun, password, ...rest] = session;
  if (begun?.challengeName !== 'SRP_A') return refusal;
  if (!password) return ask('PASSWORD_VERIFIER');
  if (password.challengeName !== 'PASSWORD_VERIFIER' || !password.challengeResult) return refusal;
  const answers = rest.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
  if (answers.at(-1)?.challengeResult) return tokens;
  return answers.length < tries ? ask('CUSTOM_CHALLENGE') : refusal;
};
