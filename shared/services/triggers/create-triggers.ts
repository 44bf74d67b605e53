import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { noCustomText } from '#shared/domain/sign-in/refusal-texts.ts';
import { unchanged } from '#shared/domain/tokens/token-changes.ts';
import { poolRegion, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { createLambda, type Invocation, type Lambda } from '#shared/gateways/lambda.ts';
import { noteTrigger, noteTriggerFailure } from '#shared/observability/call.ts';
import { type CallTrigger, type TriggerName, unrecognizable } from './call.ts';
import { type MessageTexts, type Triggers, undecided } from './triggers.ts';

const ownTexts: MessageTexts = { smsMessage: undefined, emailMessage: undefined, emailSubject: undefined };

interface Deps {
  readonly lambda: Lambda;
}

const timeoutMs = 5000;

const payloadOf = (trigger: TriggerName, invocation: Invocation): unknown => {
  switch (invocation.outcome) {
    case 'answered':
      return invocation.payload;
    case 'failed':
      noteTriggerFailure();
      throw new CognitoException(
        'UserLambdaValidationException',
        `${trigger} failed with error ${invocation.errorMessage}.`,
      );
    case 'unreachable':
      noteTriggerFailure();
      throw new CognitoException(
        'UnexpectedLambdaException',
        `${trigger} invocation failed due to error ${invocation.error}.`,
      );
    case 'unreadable':
      throw unrecognizable();
  }
};

// Says where, never what: a response may hold values that no log may have.
const where = (issue: v.BaseIssue<unknown>): Error =>
  new Error(`The answer of the trigger is of another shape at ${v.getDotPath(issue) ?? 'its top'}.`);

/** The function that the pool's LambdaConfig names for a trigger; undefined where it names none. */
export const functionOf = ({ settings: { LambdaConfig } }: UserPool, trigger: TriggerName): string | undefined => {
  if (trigger === 'InboundFederation') return LambdaConfig?.InboundFederation?.LambdaArn;
  const configured = trigger === 'PreTokenGeneration' ? LambdaConfig?.PreTokenGenerationConfig?.LambdaArn : undefined;
  return configured ?? LambdaConfig?.[trigger];
};

/** What calls the function that the pool's LambdaConfig names for a trigger; undefined where it names none. */
const createTriggerCalls =
  ({ lambda }: Deps) =>
  (pool: UserPool, trigger: TriggerName): CallTrigger | undefined => {
    const functionArn = functionOf(pool, trigger);
    if (!functionArn) return undefined;
    return async ({ version = '1', source, occasion, username, request, blank, response }) => {
      noteTrigger(trigger);
      const { clientId, clientMetadata } = occasion;
      const event = {
        version,
        triggerSource: source,
        region: poolRegion(pool.id),
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
  };

const calls = async () => (await import('./trigger-calls.ts')).triggerCalls;

/** How triggers are called is loaded when a pool names a function for one: most pools name none. */
export const createTriggers = (deps: Deps): Triggers => {
  const callOf = createTriggerCalls(deps);

  const customCallOf = (pool: UserPool, trigger: TriggerName) => {
    const call = callOf(pool, trigger);
    if (call) return call;
    throw new CognitoException('InvalidParameterException', noCustomText);
  };

  return {
    preSignUp: async (on) => {
      const call = callOf(on.pool, 'PreSignUp');
      return call ? (await calls()).preSignUp(call, on) : undecided;
    },
    inboundFederation: async (on) => {
      const call = callOf(on.pool, 'InboundFederation');
      return call && (await calls()).inboundFederation(call, on);
    },
    postConfirmation: async (on) => {
      const call = callOf(on.pool, 'PostConfirmation');
      if (call) await (await calls()).postConfirmation(call, on);
    },
    preAuthentication: async (on) => {
      const call = callOf(on.pool, 'PreAuthentication');
      if (call) await (await calls()).preAuthentication(call, on);
    },
    postAuthentication: async (on) => {
      const call = callOf(on.pool, 'PostAuthentication');
      if (call) await (await calls()).postAuthentication(call, on);
    },
    preTokenGeneration: async (on) => {
      const call = callOf(on.pool, 'PreTokenGeneration');
      return call ? (await calls()).preTokenGeneration(call, on) : unchanged;
    },
    clientCredentials: async (on) => {
      const { LambdaConfig } = on.pool.settings;
      const isAsked = LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion === 'V3_0';
      const call = isAsked ? callOf(on.pool, 'PreTokenGeneration') : undefined;
      return call ? (await calls()).clientCredentials(call, on) : unchanged;
    },
    userMigration: async (on) => {
      const call = callOf(on.pool, 'UserMigration');
      return call && (await calls()).userMigration(call, on);
    },
    customMessage: async (on) => {
      const call = callOf(on.pool, 'CustomMessage');
      return call ? (await calls()).customMessage(call, on) : ownTexts;
    },
    defineAuthChallenge: async (on) => {
      const call = customCallOf(on.pool, 'DefineAuthChallenge');
      return (await calls()).defineAuthChallenge(call, on);
    },
    createAuthChallenge: async (on) => {
      const call = customCallOf(on.pool, 'CreateAuthChallenge');
      return (await calls()).createAuthChallenge(call, on);
    },
    verifyAuthChallengeResponse: async (on) => {
      const call = customCallOf(on.pool, 'VerifyAuthChallengeResponse');
      return (await calls()).verifyAuthChallengeResponse(call, on);
    },
  };
};

export const triggers = once(() => {
  const { region, endpoints } = environment();
  return createTriggers({ lambda: createLambda({ region, endpoint: endpoints.lambda }) });
});
