import { signEvent } from '#local/osls/sign-event.ts';
import { stack } from './stack.ts';

interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface CallOptions {
  /** Milliseconds from now. */
  readonly ahead?: number;
  /** In place of the stack's own. */
  readonly accessKey?: AccessKey;
}

const ownKey = (): AccessKey => {
  const { accessKeyId, secretAccessKey } = stack();
  return { accessKeyId, secretAccessKey };
};

/**
 * Calls an operation that the API does not have, signed. Throws an Error with the name of the exception in the answer.
 */
export const callOwn = async <Answer>(
  operation: string,
  request: object,
  { ahead = 0, accessKey = ownKey() }: CallOptions = {},
): Promise<Answer> => {
  const { endpoint, region } = stack();
  const date = new Date(Date.now() + ahead);
  const event = {
    headers: {
      host: new URL(endpoint).host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Gatehouse.${operation}`,
    },
    body: JSON.stringify(request),
  };
  const signed = await signEvent(event, { ...accessKey, region, date });
  const { host, ...headers } = signed.headers;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { ...headers, ...(ahead && { 'x-gatehouse-clock': String(date.getTime()) }) },
    body: signed.body,
  });
  const body = JSON.parse(await answer.text());
  if (!answer.ok) throw Object.assign(new Error(body.message), { name: body.__type });
  return body;
};

/** Calls an operation that the API does not have without a signature, as apps do. */
export const callOwnUnsigned = async <Answer>(
  operation: string,
  request: object,
  { at = Date.now() } = {},
): Promise<Answer> => {
  const answer = await fetch(stack().endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Gatehouse.${operation}`,
      'x-gatehouse-clock': String(at),
    },
    body: JSON.stringify(request),
  });
  const body = JSON.parse(await answer.text());
  if (!answer.ok) throw Object.assign(new Error(body.message), { name: body.__type });
  return body;
};
