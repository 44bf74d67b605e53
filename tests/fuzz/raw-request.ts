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
