import { createHmac, createSecretKey, hash, type KeyObject, randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClientCommand, DynamoDBDocumentClientResolvedConfig } from '@aws-sdk/lib-dynamodb';
import { isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { type AccessKey, accessKey, traceHeader } from '#shared/config/environment.ts';
import { createExchange } from './connections.ts';
import { StoreError, storeErrorFrom } from './store-error.ts';

// JSON has no bytes, so attributes of the types B and BS travel as base64. Few requests and answers have any, and the others
// are not gone through: it shows in their text. The quotes of a text are escaped, so only a name of a member matches.
const bytesRead = /"BS?":["[]/;
// As JSON.stringify writes a Uint8Array, which may be empty, and a Buffer.
const bytesWritten = /"B":\{(?:\}|"0":|"type":)|"BS":\[/;

const isMembers = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const encode = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;

const decode = (value: unknown): unknown =>
  typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : value;

// An attribute may have the name B, too, but then it is neither text nor bytes. A reviver of JSON.parse would take three
// times as long.
const changeWithin = (value: unknown, change: (bytes: unknown) => unknown): void => {
  if (!isMembers(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'B' && (typeof member === 'string' || member instanceof Uint8Array)) value.B = change(member);
    else if (name === 'BS' && Array.isArray(member)) value.BS = member.map(change);
    else changeWithin(member, change);
  }
};

/** The body of a request. Its attributes were marshalled for it: those of bytes are changed in it. */
const toBody = (request: object): string => {
  const body = JSON.stringify(request);
  if (!bytesWritten.test(body)) return body;
  changeWithin(request, encode);
  return JSON.stringify(request);
};

/** What an answer says. Throws a SyntaxError where it is no JSON. */
const fromBody = <Answer>(body: string): Answer => {
  const answer: Answer = JSON.parse(body);
  if (bytesRead.test(body)) changeWithin(answer, decode);
  return answer;
};

/** A request to the store: a POST without a query. */
interface Signable {
  /** With the port where it is not the protocol's own. */
  readonly host: string;
  /** From the root, of unreserved characters only. */
  readonly path: string;
  /** All that are signed, but for those that the signature adds. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: Date;
}

const algorithm = 'AWS4-HMAC-SHA256';

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Signs requests to the store by Signature Version 4: gives their headers with the host, the date, the session token
 * and the signature. Keeps the key of the day.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
const createSigner = (region: string) => {
  let kept: { readonly of: string; readonly key: KeyObject } | undefined;

  // As a KeyObject, it need not be made ready for each signature, which takes six times as long as signing.
  const keyOf = (secret: string, scope: string): KeyObject => {
    const of = `${scope} ${secret}`;
    if (kept?.of !== of) {
      const key = scope.split('/').reduce<Buffer>((above, part) => hmac(above, part), Buffer.from(`AWS4${secret}`));
      kept = { of, key: createSecretKey(key) };
    }
    return kept.key;
  };

  return ({ host, path, headers, body, at }: Signable, accessKey: AccessKey): Record<string, string> => {
    const stamp = at.toISOString().replace(/[:-]|\.\d{3}/g, '');
    const scope = `${stamp.slice(0, 8)}/${region}/dynamodb/aws4_request`;
    const signed: Record<string, string> = { ...headers, host, 'x-amz-date': stamp };
    if (accessKey.sessionToken) signed['x-amz-security-token'] = accessKey.sessionToken;
    const names = Object.keys(signed).sort();
    const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
    const list = names.join(';');
    const canonical = hash('sha256', `POST\n${path}\n\n${lines}\n${list}\n${hash('sha256', body)}`);
    const signature = createHmac('sha256', keyOf(accessKey.secretAccessKey, scope))
      .update(`${algorithm}\n${stamp}\n${scope}\n${canonical}`)
      .digest('hex');
    signed.authorization = `${algorithm} Credential=${accessKey.accessKeyId}/${scope}, SignedHeaders=${list}, Signature=${signature}`;
    return signed;
  };
};

/** Where the store is. */
interface Store {
  readonly region: string;
  /** Of a stand-in for DynamoDB; undefined on AWS. */
  readonly endpoint: string | undefined;
  /** Milliseconds for each attempt. */
  readonly timeoutMs: number;
}

/** Sends an operation of DynamoDB, and gives what the answer says. Throws StoreError for an answer that is an error. */
type StoreRequest = <Answer>(operation: string, input: object) => Promise<Answer>;

type Token = Awaited<ReturnType<StandardRetryStrategy['acquireInitialRetryToken']>>;

// The SDK's figures for DynamoDB: it waits less than other services want it to, except where it throttles.
const maxAttempts = 4;
const baseDelay = 25;

// The SDK's limit, too: the store refuses requests that are five minutes off.
const skewedMs = 240_000;

const standardEndpoint = (region: string): string =>
  `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

type Failure = Parameters<typeof isTransientError>[0];

const isFailure = (error: unknown): error is Failure =>
  error instanceof Error && (error.cause === undefined || error.cause instanceof Error);

const errorTypeOf = (error: Failure) => {
  if (isThrottlingError(error)) return 'THROTTLING';
  return isTransientError(error) ? 'TRANSIENT' : 'CLIENT_ERROR';
};

/**
 * Speaks to DynamoDB by signed HTTP, with the credentials of the environment. Tries again when and as often as the SDK
 * does, by the SDK's own code.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
const createStoreRequest = ({ region, endpoint = standardEndpoint(region), timeoutMs }: Store): StoreRequest => {
  const url = new URL(endpoint);
  const exchange = createExchange(url, timeoutMs);
  const sign = createSigner(region);
  const retries = new StandardRetryStrategy({ maxAttempts, baseDelay });
  let skewMs = 0;

  // Where the machine's clock is wrong, the store's is taken from then on, and the request may be tried again.
  const correctClock = (error: StoreError, signedWith: number, date = ''): void => {
    const offset = Date.parse(date) - Date.now();
    if (!(Math.abs(offset - signedWith) >= skewedMs)) return;
    skewMs = offset;
    error.$metadata.clockSkewCorrected = true;
  };

  const attempt = async <Answer>(headers: Readonly<Record<string, string>>, body: string): Promise<Answer> => {
    const offset = skewMs;
    const at = new Date(Date.now() + offset);
    const signed = sign({ host: url.host, path: url.pathname, headers, body, at }, accessKey());
    const trace = traceHeader();
    // Neither is signed, as what is on the way may change it.
    if (trace) signed['x-amzn-trace-id'] = trace;
    signed['user-agent'] = 'gatehouse';
    const { status, fields, body: answer } = await exchange(signed, body);
    if (status === 200) return fromBody(answer);
    const error = storeErrorFrom(status, fields, answer, fromBody);
    correctClock(error, offset, fields.get('date'));
    throw error;
  };

  // Waits before the next attempt. Throws the error where there is to be none.
  const renewed = async (token: Token, error: unknown, attempts: number): Promise<Token> => {
    if (!isFailure(error)) throw error;
    const retryAfterHint = error instanceof StoreError ? error.retryAfter : undefined;
    const reason = { error, errorType: errorTypeOf(error), ...(retryAfterHint && { retryAfterHint }) } as const;
    try {
      return await retries.refreshRetryTokenForRetry(token, reason);
    } catch {
      throw error instanceof StoreError ? Object.assign(error, { attempts }) : error;
    }
  };

  return async <Answer>(operation: string, input: object): Promise<Answer> => {
    const body = toBody(input);
    const id = randomUUID();
    let token = await retries.acquireInitialRetryToken('');
    for (let made = 1; ; made++) {
      const headers = {
        'amz-sdk-invocation-id': id,
        'amz-sdk-request': `attempt=${made}; max=${maxAttempts}`,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      };
      try {
        const answer = await attempt<Answer>(headers, body);
        retries.recordSuccess(token);
        return answer;
      } catch (error) {
        token = await renewed(token, error, made);
      }
    }
  };
};

/** A command of lib-dynamodb, such as GetCommand: what goes in and out of it, in plain values and as the store has it. */
type DocumentCommand<
  Input extends object,
  Output extends object,
  StoreInput extends object,
  StoreOutput extends object,
> = DynamoDBDocumentClientCommand<Input, Output, StoreInput, StoreOutput, DynamoDBDocumentClientResolvedConfig>;

/** Sends commands of lib-dynamodb. Plain values go in and come out. */
export interface DocumentClient {
  /**
   * What the store answered. Throws StoreError for an answer that is an error, and the error of the connection where no
   * answer came.
   */
  readonly send: <I extends object, O extends object, SI extends object, SO extends object>(
    command: DocumentCommand<I, O, SI, SO>,
  ) => Promise<O>;
}

// Of the client's settings, the marshalling reads this one alone.
const configuration = {
  translateConfig: { marshallOptions: { removeUndefinedValues: true } },
} as DynamoDBDocumentClientResolvedConfig;

const operationOf = (schema: unknown): string => {
  const name: unknown = Array.isArray(schema) ? schema[2] : undefined;
  if (typeof name === 'string') return name;
  throw new Error('The command does not say of which operation it is.');
};

/** Runs a command's operation: marshals its input, sends it, and unmarshals the answer. */
type Run<Input, StoreInput, Output> = (args: {
  readonly input: Input | StoreInput;
}) => Promise<{ readonly output: Output }>;

/**
 * A client of DynamoDB that runs the commands of lib-dynamodb with their own marshalling, and sends what comes of it by
 * signed HTTP. The SDK's client would take four times the CPU for that.
 */
export const createDocumentClient = (store: Store): DocumentClient => {
  const request = createStoreRequest(store);
  const known = new Map<unknown, unknown>();

  const prepare = <I extends object, O extends object, SI extends object, SO extends object>(
    command: DocumentCommand<I, O, SI, SO>,
  ): Run<I, SI, O> => {
    const { middlewareStack } = command;
    // biome-ignore-start lint/complexity/useLiteralKeys: both are protected, and the way to them is not by a literal.
    const operation = operationOf(command['clientCommand'].schema);
    command['addMarshallingMiddleware'](configuration);
    // biome-ignore-end lint/complexity/useLiteralKeys: as above
    // The marshalling has its place before these two, which write and read the SDK's JSON elsewhere.
    middlewareStack.add((next) => next, { name: 'serializerMiddleware', step: 'serialize' });
    middlewareStack.add((next) => next, { name: 'deserializerMiddleware', step: 'deserialize' });
    return middlewareStack.resolve<I | SI, O>(
      async ({ input }) => ({ output: await request<O>(operation, input), response: undefined }),
      {},
    );
  };

  return {
    send: async <I extends object, O extends object, SI extends object, SO extends object>(
      command: DocumentCommand<I, O, SI, SO>,
    ): Promise<O> => {
      // What is marshalled, and how, is the same for all commands of a class. To put it together takes longer than to do it.
      const run = (known.get(command.constructor) as Run<I, SI, O> | undefined) ?? prepare(command);
      known.set(command.constructor, run);
      return (await run({ input: command.input })).output;
    },
  };
};
