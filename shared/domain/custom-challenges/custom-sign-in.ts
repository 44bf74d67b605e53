import type { ChallengeName } from '../sign-in/next-step.ts';
import type { PastChallenge } from '../sign-in/past-challenge.ts';

/** A custom sign-in between two steps. The store keeps it, so that the client cannot change it. */
export interface CustomSignIn {
  /** As typed when the sign-in began. The functions are told this name where there is no such user. */
  readonly username: string;
  /** Counts the challenges that were put to the client. An answer is to the last of them. */
  readonly round: number;
  /** Every challenge that was answered, oldest first. */
  readonly past: readonly PastChallenge[];
  /** The client's half of an SRP exchange, where it offered one. */
  readonly srpA: string | undefined;
  /** The challenge that waits for its answer; undefined while the next one is still being chosen. */
  readonly asked?: AskedChallenge;
}

/** A challenge that waits for its answer, with what CreateAuthChallenge made of it. */
export interface AskedChallenge {
  readonly name: ChallengeName;
  readonly metadata: string | null;
  readonly privateParameters: Readonly<Record<string, string>>;
}

/** A custom sign-in that waits for an answer. */
export interface AskingSignIn extends CustomSignIn {
  readonly asked: AskedChallenge;
}

/** A custom sign-in at its beginning. A client that offers an SRP exchange has done the first step already. */
export const newCustomSignIn = (username: string, srpA: string | undefined): CustomSignIn => ({
  username,
  round: 0,
  past: srpA === undefined ? [] : [{ challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null }],
  srpA,
});

/** The sign-in after an answer to the waiting challenge. */
export const withAnswer = ({ asked, ...rest }: CustomSignIn, isRight: boolean): CustomSignIn => {
  if (!asked) throw new Error('No challenge waits for an answer.');
  const answered = { challengeName: asked.name, challengeResult: isRight, challengeMetadata: asked.metadata };
  return { ...rest, past: [...rest.past, answered] };
};

/** The sign-in after one more challenge was put to the client. */
export const withChallenge = (signIn: CustomSignIn, asked: AskedChallenge): AskingSignIn => ({
  ...signIn,
  round: signIn.round + 1,
  asked,
});
