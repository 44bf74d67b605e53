/** An answered challenge of a custom sign-in: an entry of the `session` that DefineAuthChallenge gets. */
export interface PastChallenge {
  readonly challengeName: string;
  /** True where the answer was right. */
  readonly challengeResult: boolean;
  /** CreateAuthChallenge's name for the challenge; null for challenges that are not custom. */
  readonly challengeMetadata: string | null;
}
