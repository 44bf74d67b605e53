/** A challenge of a custom sign-in that was answered. */
export interface Answered {
  readonly challengeName: string;
  readonly challengeResult: boolean;
}

/** The answer of DefineAuthChallenge. */
export interface ChallengeDefinition {
  readonly challengeName?: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE';
  readonly issueTokens: boolean;
  readonly failAuthentication: boolean;
}

/** One more challenge. */
export const ask = (challengeName: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE'): ChallengeDefinition => ({
  challengeName,
  issueTokens: false,
  failAuthentication: false,
});

/** The end: the user is signed in. */
export const tokens: ChallengeDefinition = { issueTokens: true, failAuthentication: false };

/** The end: nobody is. */
export const refusal: ChallengeDefinition = { issueTokens: false, failAuthentication: true };
