import { expect } from 'vitest';
import { signEvent } from '#local/osls/sign-event.ts';
import { stack } from '#tests/support/stack.ts';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends a body as it is to an operation, signed where the operation is for signed callers. */
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
  const { authorization = '', 'x-amz-date': date = '' } = signed ? signEvent({ headers, body }, signer).headers : {};
  const answer = await fetch(endpoint, {
    method: 'POST',
    body,
    headers: {
      'content-type': headers['content-type'],
      'x-amz-target': target,
      ...(signed && { authorization, 'x-amz-date': date }),
    },
  });
  return { status: answer.status, text: await answer.text() };
};

const leak = /node_modules|\.ts:\d|at .*\(.*:\d+:\d+\)|dynamodb|ConditionExpression|\$argon2id/i;

/** An answer, or an exception of the API that tells nothing of the inside. */
export const assertPlain = ({ status, text }: RawAnswer, sent: string): void => {
  const said = `${sent.slice(0, 400)} → ${text.slice(0, 400)}`;
  expect([200, 400], said).toContain(status);
  expect(text, said).not.toMatch(leak);
  if (status !== 400) return;
  const { __type, message } = JSON.parse(text);
  expect(typeof __type, said).toBe('string');
  expect(typeof message, said).toBe('string');
};
