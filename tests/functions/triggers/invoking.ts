import { readFileSync } from 'node:fs';
import { createLambda, type Invocation } from '#shared/gateways/lambda.ts';
import { stack } from '#tests/support/stack.ts';

/** The ARN by which a pool names one of this project's own functions. */
export const functionArn = (key: string): string =>
  `arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-${key}`;

interface SampleEvent {
  readonly request: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

/** A fresh copy of a function's sample event. */
export const sampleEvent = (name: string): SampleEvent =>
  JSON.parse(readFileSync(`events/triggers/${name}.json`, 'utf8'));

/** Calls one of the stack's functions as the pools do. */
export const invoke = (key: string, event: unknown): Promise<Invocation> => {
  const { region, lambdaEndpoint: endpoint, credentials } = stack();
  process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
  return createLambda({ region, endpoint }).invoke(functionArn(key), event, { timeoutMs: 5000 });
};
