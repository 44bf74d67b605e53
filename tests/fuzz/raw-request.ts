import { expect } from 'vitest';
import { signEvent } from '#local/osls/sign-event.ts';
import { stack } from '#tests/support/stack.ts';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  /** Bytes of the whole answer, with its headers. */
  readonly bytes: number;
}

/** Bytes of an answer with its headers. */
export const answerBytes = (headers: Iterable<readonly [string, unknown]>, body: string): number =>
  [...headers].reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, Buffer.byteLength(body));

/** Sends a body unchanged to an operation. Signed where the operation is for signed callers. */
export const sendRaw = async (
  target: string,
  body: string,
  { signed }: { readonly signed: boolean },
): Promise<RawAnswer> => {
  const { endpoint, accessKeyId, secretAccessKey, region } = stack();
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    host: new URL(endpoint).host,
    'x-amz-target': target,
  };
  const signer = { accessKeyId, secretAccessKey, region, date: new Date() };
  const event = signed ? await signEvent({ headers, body }, signer) : undefined;
  const { authorization = '', 'x-amz-date': date = '' } = event?.headers ?? {};
  const answer = await fetch(endpoint, {
    method: 'POST',
    body,
    headers: {
      'content-type': headers['content-type'],
      'x-amz-target': target,
      ...(signed && { authorization, 'x-amz-date': date }),
    },
  });
  const text = await answer.text();
  return { status: answer.status, text, bytes: answerBytes(answer.headers, text) };
};

/** What no answer may tell of the inside. */
export const leak = /node_modules|\.ts:\d|at .*\(.*:\d+:\d+\)|dynamodb|ConditionExpression|\$argon2id/i;

/** Accepts an answer, or an exception of the API that tells nothing about the inside. */
export const assertPlain = ({ status, text, bytes }: RawAnswer, sent: string): void => {
  const said = `${sent.slice(0, 400)} → ${text.slice(0, 400)}`;
  expect([200, 400, 413], said).toContain(status);
  expect(text, said).not.toMatch(leak);
  if (status === 200) return;
  expect(bytes, said).toBeLessThanOrEqual(16 * 1024);
  const { __type, message } = JSON.parse(text);
  expect(typeof __type, said).toBe('string');
  expect(typeof message, said).toBe('string');
};
