import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

/** What became of a call of a function. */
export type Invocation =
  | { readonly outcome: 'answered'; readonly payload: unknown }
  /** The function threw, or gave an error. */
  | { readonly outcome: 'failed'; readonly errorMessage: string }
  /** Nothing ran, or nothing came back: the service's name of the error, or a sentence about the silence. */
  | { readonly outcome: 'unreachable'; readonly error: string }
  /** What came back is no JSON. */
  | { readonly outcome: 'unreadable' };

/** Calls functions and waits for their answers. */
export interface Lambda {
  /** Each attempt may take so many milliseconds; what stays unanswered is tried three times. Throws nothing. */
  readonly invoke: (
    functionArn: string,
    payload: unknown,
    limits: { readonly timeoutMs: number },
  ) => Promise<Invocation>;
}

interface Settings {
  /** Of functions whose ARN names none. */
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const attempts = 3;
const silence = 'Socket timeout while invoking Lambda function';

const parsed = (text: string): Invocation => {
  try {
    return { outcome: 'answered', payload: JSON.parse(text) };
  } catch {
    return { outcome: 'unreadable' };
  }
};

const failed = (text: string): Invocation => {
  const answer = parsed(text);
  const payload = answer.outcome === 'answered' ? answer.payload : undefined;
  const told = typeof payload === 'object' && payload !== null && 'errorMessage' in payload && payload.errorMessage;
  return { outcome: 'failed', errorMessage: typeof told === 'string' ? told : '' };
};

/** The service's own name of an error that it answered; undefined where no answer came. */
const answeredError = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  const answered = typeof $metadata === 'object' && $metadata !== null && 'httpStatusCode' in $metadata;
  return answered && $metadata.httpStatusCode !== undefined ? error.name : undefined;
};

const regionOf = (functionArn: string): string | undefined => /^arn:[^:]*:lambda:([^:]+):/.exec(functionArn)?.[1];

/** Calls through AWS Lambda, or its stand-in. */
export const createLambda = ({ region, endpoint }: Settings): Lambda => {
  const clients = new Map<string, LambdaClient>();

  const clientFor = (functionArn: string): LambdaClient => {
    const at = regionOf(functionArn) ?? region;
    const client = clients.get(at) ?? new LambdaClient({ region: at, maxAttempts: 1, ...(endpoint && { endpoint }) });
    clients.set(at, client);
    return client;
  };

  const attempt = async (FunctionName: string, body: Uint8Array, timeoutMs: number): Promise<Invocation> => {
    try {
      const { Payload, FunctionError } = await clientFor(FunctionName).send(
        new InvokeCommand({ FunctionName, InvocationType: 'RequestResponse', Payload: body }),
        { abortSignal: AbortSignal.timeout(timeoutMs) },
      );
      const text = new TextDecoder().decode(Payload);
      return FunctionError ? failed(text) : parsed(text);
    } catch (error) {
      return { outcome: 'unreachable', error: answeredError(error) ?? silence };
    }
  };

  return {
    invoke: async (functionArn, payload, { timeoutMs }) => {
      const body = new TextEncoder().encode(JSON.stringify(payload));
      let result: Invocation = { outcome: 'unreachable', error: silence };
      for (let made = 0; made < attempts; made += 1) {
        result = await attempt(functionArn, body, timeoutMs);
        if (result.outcome !== 'unreachable' || result.error !== silence) return result;
      }
      return result;
    },
  };
};
