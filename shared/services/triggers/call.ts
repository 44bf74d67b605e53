import type * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Occasion } from './triggers.ts';

export type TriggerName =
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
  /** Of the event's shape: "1" unless said otherwise. */
  readonly version?: '1' | '2' | '3';
  readonly source: string;
  readonly occasion: Occasion;
  readonly username: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** The response as the function finds it. */
  readonly blank: Readonly<Record<string, unknown>>;
  /** What the function is to make of it. */
  readonly response: Response;
}

/** Calls the function of a trigger and gives the response that it filled in. Throws the three exceptions of triggers. */
export type CallTrigger = <Response extends v.GenericSchema>(call: Call<Response>) => Promise<v.InferOutput<Response>>;

/** What is thrown for an answer that is no event with a response of the right shape. */
export const unrecognizable = (cause?: unknown): CognitoException =>
  new CognitoException('InvalidLambdaResponseException', 'Unrecognizable lambda output', { cause });
