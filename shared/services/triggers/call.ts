import type * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteTriggerFailure } from '#shared/observability/call.ts';
import type { Occasion } from './triggers.ts';

export type TriggerName =
  | 'InboundFederation'
  | 'PreSignUp'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PostAuthentication'
  | 'PreTokenGeneration'
  | 'UserMigration'
  | 'CustomMessage'
  | 'DefineAuthChallenge'
  | 'CreateAuthChallenge'
  | 'VerifyAuthChallengeResponse';

/** One call of a pool's trigger. */
interface Call<Response extends v.GenericSchema> {
  /** Version of the event's form; "1" by default. */
  readonly version?: '1' | '2' | '3';
  readonly source: string;
  readonly occasion: Occasion;
  readonly username: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** The empty response in the event. */
  readonly blank: Readonly<Record<string, unknown>>;
  /** The schema of the response. */
  readonly response: Response;
}

/** Calls the function of a trigger and gives the response that it filled in. Throws the three exceptions of triggers. */
export type CallTrigger = <Response extends v.GenericSchema>(call: Call<Response>) => Promise<v.InferOutput<Response>>;

/** The exception for an answer that is not an event with a response of the right form. */
export const unrecognizable = (cause?: unknown): CognitoException => {
  noteTriggerFailure();
  return new CognitoException('InvalidLambdaResponseException', 'Unrecognizable lambda output', { cause });
};
