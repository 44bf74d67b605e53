interface Answered {
  readonly challengeName: string;
  readonly challengeResult: boolean;
}

/** The answer of DefineAuthChallenge. */
export interface ChallengeDefinition {
  readonly challengeName?: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE';
  readonly issueTokens: boolean;
  readonly failAuthentication: boolean;
}

const ask = (challengeName: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE'): ChallengeDefinition => ({
  challengeName,
  issueTokens: false,
  failAuthentication: false,
});
const tokens: ChallengeDefinition = { issueTokens: true, failAuthentication: false };
const refusal: ChallengeDefinition = { issueTokens: false, failAuthentication: true };

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
