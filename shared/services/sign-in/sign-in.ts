import type { Write } from '#shared/data/write.ts';
import type { Flow } from '#shared/domain/app-clients/settings.ts';
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

export type StartFlow = (request: FlowRequest) => Promise<SignInAnswer>;
export type AnswerChallenge = (request: ChallengeRequest) => Promise<SignInAnswer>;

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

/** Goes on from a right answer: to the next challenge, to tokens, or to the refusal that the user's state asks for. */
export type GoOn = (progress: Progress) => Promise<SignInAnswer>;

/** Puts a challenge to the client: what it is told, and what the Session carries for the answer. */
export type AskChallenge = (progress: Progress) => Promise<Asked>;

/** Begins a sign-in by the flow of that name. */
export type StartSignIn = (flow: string, request: FlowRequest) => Promise<SignInAnswer>;

/** Goes on with a sign-in by the answer to a challenge. */
export type RespondToChallenge = (challenge: ChallengeName, request: ChallengeRequest) => Promise<SignInAnswer>;

export type Flows = Readonly<Record<Flow, StartFlow>>;
export type Asks = Readonly<Record<ChallengeName, AskChallenge>>;
export type Challenges = Readonly<Record<ChallengeName, AnswerChallenge>>;
