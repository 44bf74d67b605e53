import type { Write } from '#shared/data/write.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { AuthenticationResult } from '../tokens/tokens.ts';
import type { TextMap } from '../triggers/triggers.ts';
import type { Carried } from './challenge-sessions.ts';
import type { Origin, Side } from './origin.ts';
import type { Progress } from './progress.ts';

/** What a sign-in gives at each step, as the API has it. */
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
  /** Reaches PreAuthentication and UserMigration, as validation data. */
  readonly clientMetadata: TextMap | undefined;
  /** Of a confirmed sign-up, to go on from. */
  readonly session: string | undefined;
  readonly origin: Origin;
}

/** The answer to a challenge. */
export interface ChallengeRequest extends FlowRequest {
  /** Reaches the triggers after the challenge. */
  readonly clientMetadata: TextMap | undefined;
}

/** What is proved by the first request of a flow. */
export type StartFlow = (request: FlowRequest) => Promise<Progress>;

/** A challenge as it is put to the client. */
export interface Asked {
  readonly parameters: Parameters;
  readonly available?: readonly ChallengeName[];
  readonly carried?: Carried;
  /** False where the client's answer needs no Session. */
  readonly hasSession?: false;
  /** Made before the client hears of the challenge. */
  readonly writes?: readonly Write[];
}

/** One thing that a sign-in may ask for. */
export interface Challenge {
  /** Puts it to the client: what it is told, and what the Session carries for the answer. */
  readonly ask: (progress: Progress) => Promise<Asked>;
  /** What a right answer proves, and the writes that go with it. Done again where a conflict came between. */
  readonly answer: (request: ChallengeRequest) => Promise<Progress>;
}
