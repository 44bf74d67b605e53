import { createAwsRequest } from './aws-request.ts';
import { ServiceRefusal } from './service-refusal.ts';

/** What came of calling a function. */
export type Invocation =
  | { readonly outcome: 'answered'; readonly payload: unknown }
  /** The function threw, or answered with an error. */
  | { readonly outcome: 'failed'; readonly errorMessage: string }
  /** Nothing ran, or nothing came back: the service's name of the error, or a sentence about the silence. */
  | { readonly outcome: 'unreachable'; readonly error: string }
  /** The answer is not JSON. */
  | { readonly outcome: 'unreadable' };

/** Calls functions and waits for their answers. */
export interface Lambda {
  /** Each attempt may take so many milliseconds. What stays unanswered is tried three times. Throws nothing. */
  readonly invoke: (
    functionArn: string,
    payload: unknown,
    limits: { readonly timeoutMs: number },
  ) => Promise<Invocation>;
}

interface Settings {
  /** Region of functions whose ARN names none. */
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

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

/** The Region in a function's ARN; undefined for a bare name. */
export const regionOf = (functionArn: string): string | undefined =>
  /^arn:[^:]*:lambda:([^:]+):/.exec(functionArn)?.[1];

/** Path of the Invoke API for a function's name or ARN. */
export const invocationsOf = (functionName: string): string =>
  `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;

/**
 * Calls through AWS Lambda, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const createLambda = ({ region, endpoint }: Settings): Lambda => {
  const request = createAwsRequest({ service: 'lambda', endpoint });
  return {
    invoke: async (functionArn, payload, { timeoutMs }) => {
      try {
        const { headers, body } = await request({
          region: regionOf(functionArn) ?? region,
          path: invocationsOf(functionArn),
          headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
          body: JSON.stringify(payload),
          timeoutMs,
          retriesAfter: ['silent'],
        });
        return headers['x-amz-function-error'] === undefined ? parsed(body.toString()) : failed(body.toString());
      } catch (error) {
        return { outcome: 'unreachable', error: error instanceof ServiceRefusal ? error.name : silence };
      }
    },
  };
};
