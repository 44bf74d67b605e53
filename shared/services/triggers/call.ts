import * as v from 'valibot';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Invocation, Lambda } from '#shared/gateways/lambda.ts';
import type { Occasion } from './triggers.ts';

type TriggerName =
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
  readonly trigger: TriggerName;
  readonly functionArn: string;
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

/** Calls a trigger and gives the response it filled in. Throws the three exceptions of triggers. */
export type CallTrigger = <Response extends v.GenericSchema>(call: Call<Response>) => Promise<v.InferOutput<Response>>;

const timeoutMs = 5000;

/** What is thrown for an answer that is no event with a response of the right shape. */
export const unrecognizable = (cause?: unknown): CognitoException =>
  new CognitoException('InvalidLambdaResponseException', 'Unrecognizable lambda output', { cause });

const payloadOf = (trigger: TriggerName, invocation: Invocation): unknown => {
  switch (invocation.outcome) {
    case 'answered':
      return invocation.payload;
    case 'failed':
      throw new CognitoException(
        'UserLambdaValidationException',
        `${trigger} failed with error ${invocation.errorMessage}.`,
      );
    case 'unreachable':
      throw new CognitoException(
        'UnexpectedLambdaException',
        `${trigger} invocation failed due to error ${invocation.error}.`,
      );
    case 'unreadable':
      throw unrecognizable();
  }
};

// Says where, never what: a response may hold what no log is to hold.
const where = (issue: v.BaseIssue<unknown>): Error =>
  new Error(`The answer of the trigger is of another shape at ${v.getDotPath(issue) ?? 'its top'}.`);

/** The function that a pool's LambdaConfig names for a trigger. */
export const functionFor = (pool: UserPool, trigger: TriggerName): string | undefined =>
  pool.settings.LambdaConfig?.[trigger];

interface Deps {
  readonly lambda: Lambda;
  readonly region: string;
}

export const createCallTrigger =
  ({ lambda, region }: Deps): CallTrigger =>
  async ({ trigger, functionArn, version = '1', source, occasion, username, request, blank, response }) => {
    const { pool, clientId, clientMetadata } = occasion;
    const event = {
      version,
      triggerSource: source,
      region,
      userPoolId: pool.id,
      userName: username,
      callerContext: {
        awsSdkVersion: 'aws-sdk-unknown-unknown',
        clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
      },
      request: { ...request, ...(clientMetadata && { clientMetadata }) },
      response: blank,
    };
    const payload = payloadOf(trigger, await lambda.invoke(functionArn, event, { timeoutMs }));
    const answer = v.safeParse(v.object({ response }), payload);
    if (!answer.success) throw unrecognizable(where(answer.issues[0]));
    return answer.output.response;
  };
