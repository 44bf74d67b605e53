import { ApiError } from './errors.ts';
import { isOwn } from './own/names.ts';

/** A request before it is sent. */
interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, and by how much the clock of the deployment differs from this one, in milliseconds, where it says so. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly skewMs: number | undefined;
}

const timeoutMs = 35_000;

/** The x-amz-target of an operation. */
export const targetOf = (operation: string): string =>
  `${isOwn(operation) ? 'Gatehouse' : 'AWSCognitoIdentityProviderService'}.${operation}`;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const textIn = (body: unknown, member: string): string | undefined => {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Reflect.get(body, member);
  return typeof value === 'string' ? value : undefined;
};

/** What an answer refuses; undefined for a success. */
export const refusalIn = ({ status, body }: Answered): ApiError | undefined => {
  if (status === 200) return undefined;
  const name = textIn(body, '__type');
  return name
    ? new ApiError(name, textIn(body, 'message') || `The answer had status ${status}.`, status)
    : new ApiError(
        'ServiceUnavailable',
        `The deployment answered with status ${status}. Try again in a while.`,
        status,
      );
};

/** Sends one request. Throws ApiError where no answer comes, and AbortError after `signal`. */
export const send = async (url: string, { headers, body }: Message, signal?: AbortSignal): Promise<Answered> => {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      credentials: 'omit',
      // After a redirect, a signature would not match.
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const date = Date.parse(answer.headers.get('date') ?? '');
    return {
      status: answer.status,
      body: parsed(await answer.text()),
      skewMs: Number.isNaN(date) ? undefined : date - Date.now(),
    };
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const message = limit.aborted ? 'No answer came within 35 seconds.' : 'The deployment cannot be reached.';
    throw new ApiError('NetworkError', message, 0, { cause });
  }
};
