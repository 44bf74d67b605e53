import { createAwsRequest } from './aws-request.ts';
import { invocationsOf, regionOf } from './lambda.ts';

/**
 * Has a function called soon, and again if it fails. Nobody waits for it. Throws where Lambda does not take the call.
 */
export type StartFunction = (functionName: string, payload: object) => Promise<void>;

interface Settings {
  /** Region of functions that are named without an ARN. */
  readonly region: string;
  /** Of a stand-in for Lambda; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const timeoutMs = 5000;

/**
 * Starts functions by asynchronous invocation. A start may happen twice, so that none is lost.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 */
export const createStartFunction = ({ region, endpoint }: Settings): StartFunction => {
  const request = createAwsRequest({ service: 'lambda', endpoint });
  return async (functionName, payload) => {
    await request({
      region: regionOf(functionName) ?? region,
      path: invocationsOf(functionName),
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body: JSON.stringify(payload),
      timeoutMs,
      retriesAfter: ['silent', 'throttled', 'broken'],
    });
  };
};
