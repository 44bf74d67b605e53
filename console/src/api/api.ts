import type { CallLog } from './calls.ts';
import { commandOf, type Place, withoutSecrets } from './commands.ts';
import { ApiError, isAbort } from './errors.ts';
import type { AnswerOf, Operation, RequestOf } from './operations.ts';
import { type Keys, signedHeaders } from './sign.ts';
import { type Answered, refusalIn, send, targetOf } from './transport.ts';

export interface CallOptions {
  /** Ends the call, as where somebody leaves the screen. */
  readonly signal?: AbortSignal;
  /** The command that does the same, where it is a better one than that of the operation alone. */
  readonly command?: string;
}

/** Calls an operation. Throws ApiError, and AbortError after its signal. */
export type Call = <Name extends Operation>(
  operation: Name,
  request: RequestOf<Name>,
  options?: CallOptions,
) => Promise<AnswerOf<Name>>;

interface Signing {
  readonly place: () => Place;
  /** The keys of now, renewed where they are about to end. Throws ApiError where there are none. */
  readonly keys: (refused?: Keys) => Promise<Keys>;
  readonly log: CallLog;
}

const attempts = 4;
const contentType = 'application/x-amz-json-1.1';

/** The target and the type of a request. */
const headersOf = (operation: string) => ({ 'content-type': contentType, 'x-amz-target': targetOf(operation) });

/** Calls an operation that asks for no signature. It is not remembered: its requests hold tokens. Throws ApiError. */
export const callUnsigned = async <Name extends Operation>(
  origin: string,
  operation: Name,
  request: RequestOf<Name>,
): Promise<AnswerOf<Name>> => {
  const answered = await send(`${origin}/`, { headers: headersOf(operation), body: JSON.stringify(request) });
  const refusal = refusalIn(answered);
  if (refusal) throw refusal;
  return answered.body as AnswerOf<Name>;
};

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const isThrottled = ({ name, status }: ApiError): boolean => status === 429 || name === 'TooManyRequestsException';

// What reads may be asked again. Of what writes, nobody knows whether it was done.
const mayRepeat = (operation: string, { status }: ApiError): boolean =>
  (status === 0 || status >= 500) && /^(?:Admin)?(?:Get|List|Describe|Search)/.test(operation);

const isOfClock = ({ name, message }: ApiError): boolean =>
  name === 'InvalidSignatureException' && /^Signature (?:expired|not yet current)/.test(message);

const isOfKeys = ({ name }: ApiError): boolean => name === 'UnrecognizedClientException';

/** Calls operations, signed by the operator's keys. Each call is remembered in the log. */
export const createApi = ({ place, keys: keysOf, log }: Signing): Call => {
  let skewMs = 0;

  const sendSigned = async (operation: string, body: string, keys: Keys, signal?: AbortSignal): Promise<Answered> => {
    const { endpoint, region } = place();
    const url = `${endpoint}/`;
    const headers = await signedHeaders(
      { url, region, headers: headersOf(operation), body, now: Date.now() + skewMs },
      keys,
    );
    return send(url, { headers, body }, signal);
  };

  // The first answer that asks for no other attempt.
  const settle = async (operation: string, body: string, signal?: AbortSignal): Promise<unknown> => {
    let keys = await keysOf();
    let [corrected, renewed] = [false, false];
    for (let made = 1; ; made++) {
      const answered = await sendSigned(operation, body, keys, signal).catch((error: unknown) => {
        if (error instanceof ApiError) return error;
        throw error;
      });
      const refusal = answered instanceof ApiError ? answered : refusalIn(answered);
      if (!refusal) return answered instanceof ApiError ? undefined : answered.body;
      const told = answered instanceof ApiError ? undefined : answered.skewMs;
      if (isOfClock(refusal) && told !== undefined && !corrected) {
        [skewMs, corrected] = [told, true];
      } else if (isOfKeys(refusal) && !renewed) {
        [keys, renewed] = [await keysOf(keys), true];
      } else if (made < attempts && (isThrottled(refusal) || mayRepeat(operation, refusal))) {
        await pause(Math.random() * 200 * 2 ** made, signal);
      } else throw refusal;
    }
  };

  return async (operation, request, { signal, command } = {}) => {
    const remember = (refusal?: string): void =>
      log.add({
        operation,
        request: withoutSecrets(request),
        command: command ?? commandOf(operation, request, place()),
        at: Date.now(),
        ...(refusal && { refusal }),
      });
    try {
      const answer = await settle(operation, JSON.stringify(request), signal);
      remember();
      return answer as AnswerOf<typeof operation>;
    } catch (error) {
      if (!isAbort(error)) remember(error instanceof Error ? error.name : 'Error');
      throw error;
    }
  };
};
