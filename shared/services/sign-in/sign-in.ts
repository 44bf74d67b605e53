import type { Flow } from '#shared/domain/app-clients/settings.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { AuthenticationResult } from '../tokens/tokens.ts';
import type { TextMap } from '../triggers/triggers.ts';

/** What a sign-in gives at each step, as the API has it. */
export interface SignInAnswer {
  readonly ChallengeName?: ChallengeName;
  readonly ChallengeParameters: Parameters;
  readonly Session?: string;
  readonly AuthenticationResult?: AuthenticationResult;
}

/** The first request of a sign-in. */
export interface FlowRequest {
  readonly at: ClientRecord;
  readonly parameters: Parameters;
  /** Reaches PreAuthentication and UserMigration, as validation data. */
  readonly clientMetadata: TextMap | undefined;
}

/** The answer to a challenge. */
export interface ChallengeRequest extends FlowRequest {
  /** Reaches the triggers after the challenge. */
  readonly clientMetadata: TextMap | undefined;
  readonly session: string | undefined;
}

export type StartFlow = (request: FlowRequest) => Promise<SignInAnswer>;
export type AnswerChallenge = (request: ChallengeRequest) => Promise<SignInAnswer>;

/** Who asks: administrators have flows of their own, and SECRET_HASH is asked of both. */
export type Side = 'public' | 'admin';

export interface SignIn {
  readonly start: (side: Side, flow: string, request: FlowRequest) => Promise<SignInAnswer>;
  readonly answer: (challenge: string, request: ChallengeRequest) => Promise<SignInAnswer>;
}

export type Flows = Readonly<Record<Exclude<Flow, 'CUSTOM_AUTH' | 'USER_AUTH'>, StartFlow>>;
export type Challenges = Readonly<Record<ChallengeName, AnswerChallenge>>;
