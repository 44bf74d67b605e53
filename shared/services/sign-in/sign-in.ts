import type { Write } from '#shared/data/write.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin, Side } from '../sessions/origin.ts';
import type { AuthenticationResult } from '../tokens/tokens.ts';
import type { TextMap } from '../triggers/triggers.ts';
import type { Carried } from './challenge-sessions.ts';
import type { Progress } from './progress.ts';

/** The answer of each step of a sign-in, as in the API. */
export interface SignInAnswer {
  readonly ChallengeName?: ChallengeName;
  readonly ChallengeParameters: Parameters;
  readonly AvailableChallenges?: ChallengeName[];
  readonly Session?: string;
  readonly AuthenticationResult?: AuthenticationResult;
}

/** The first request of a sign-in. */
export interface FlowRequest {
  readonly app: ClientRecord;
  readonly side: Side;
  readonly parameters: Parameters;
  /** Goes to PreAuthentication and UserMigration, as validation data. */
  readonly clientMetadata: TextMap | undefined;
  /** The Session of a confirmed sign-up to continue from. */
  readonly session: string | undefined;
  readonly origin: Origin;
}

/** The answer to a challenge. */
export interface ChallengeRequest extends FlowRequest {
  /** Goes to the triggers after the challenge. */
  readonly clientMetadata: TextMap | undefined;
}

/** What the first request of a flow proves. */
export type StartFlow = (request: FlowRequest) => Promise<Progress>;

/** A challenge as it is put to the client. */
export interface Asked {
  readonly parameters: Parameters;
  readonly available?: readonly ChallengeName[];
  readonly carried?: Carried;
  /** False where the client's answer needs no Session. */
  readonly hasSession?: false;
  /** Made before the client learns of the challenge. */
  readonly writes?: readonly Write[];
}

/**
 * Modules that only answers need, loaded when an answer needs them. They are given along, so that functions which only
 * ask do not carry them: both are large.
 */
export interface AnswerTools {
  readonly assertions: () => Promise<typeof import('#shared/domain/passkeys/assertion.ts')>;
  readonly totp: () => Promise<typeof import('#shared/domain/totp/totp.ts')>;
}

/** A challenge that a sign-in may ask. */
export interface Challenge {
  /** Puts it to the client: what the client is told, and what the Session carries for the answer. */
  readonly ask: (progress: Progress) => Promise<Asked>;
  /** What a right answer proves, and the writes that go with it. */
  readonly answer: (request: ChallengeRequest, tools: AnswerTools) => Promise<Progress>;
  /** True where the answer may be judged again after a conflict: nothing was used up by then. */
  readonly isRepeatable?: true;
}
