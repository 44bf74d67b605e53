/** A challenge of a custom sign-in that was answered: an entry of the `session` that DefineAuthChallenge is told. */
export interface PastChallenge {
  readonly challengeName: string;
  /** True where the answer was right. */
  readonly challengeResult: boolean;
  /** What CreateAuthChallenge called the challenge; null for challenges that are not custom. */
  readonly challengeMetadata: string | null;
}
