import { randomUUID } from 'node:crypto';
import { types } from 'node:util';

/** A function of the deployment. */
export interface DeclaredFunction {
  readonly name: string;
  /** What it may take, in seconds. */
  readonly timeout: number;
  /** In megabytes. */
  readonly memorySize: number;
}

/** A handler as Lambda calls it. */
export type Handler = (event: unknown, context: object) => unknown;

/** What came of calling a function: its answer, or what went wrong, as JSON. */
export interface Invocation {
  readonly payload: string;
  readonly failed: boolean;
}

interface Place {
  readonly region: string;
  readonly accountId: string;
}

// As much as Lambda takes and gives for one invocation.
const mostBytes = 6 * 1024 * 1024;

const failure = (errorType: string, errorMessage: string, more: object = {}): Invocation => ({
  payload: JSON.stringify({ errorType, errorMessage, ...more }),
  failed: true,
});

const thrown = (error: unknown): Invocation => {
  if (!types.isNativeError(error)) return failure(typeof error, String(error), { trace: [] });
  return failure(error.name, error.message, { trace: (error.stack ?? '').split('\n') });
};

const answered = (result: unknown): Invocation => {
  const payload: string | undefined = JSON.stringify(result);
  if (Buffer.byteLength(payload ?? 'null') <= mostBytes) return { payload: payload ?? 'null', failed: false };
  const sentence = `Response payload size exceeded maximum allowed payload size (${mostBytes} bytes).`;
  return failure('Function.ResponseSizeTooLarge', sentence);
};

/**
 * Calls functions in this process as Lambda calls them. What goes in and out is JSON, so that no call shares an object
 * with another one. `load` gives a function's handler, and is asked once, at the first call. A function that takes
 * longer than it may is given up but not ended.
 */
export const createFunctions = (
  declared: readonly DeclaredFunction[],
  load: (name: string) => Promise<Handler>,
  { region, accountId }: Place,
) => {
  const byName = new Map(declared.map((entry) => [entry.name, entry]));
  const handlers = new Map<string, Promise<Handler>>();
  const running = new Set<Promise<Invocation>>();

  const handlerOf = (name: string): Promise<Handler> => {
    const known = handlers.get(name);
    if (known) return known;
    const loading = load(name);
    handlers.set(name, loading);
    // The next call tries again.
    loading.catch(() => handlers.delete(name));
    return loading;
  };

  const run = async ({ name, timeout, memorySize }: DeclaredFunction, payload: string, requestId: string) => {
    const handler = await handlerOf(name);
    const until = performance.now() + timeout * 1000;
    const context = {
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: 'local',
      memoryLimitInMB: String(memorySize),
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(until - performance.now())),
    };
    return answered(await handler(JSON.parse(payload), context));
  };

  return {
    isDeclared: (name: string): boolean => byName.has(name),
    /** Calls a function with JSON. Rejects with a plain Error where there is no such function, and never otherwise. */
    invoke: (name: string, payload: string, requestId: string = randomUUID()): Promise<Invocation> => {
      const entry = byName.get(name);
      const { promise, resolve, reject } = Promise.withResolvers<Invocation>();
      if (!entry) {
        reject(new Error(`There is no function ${name}.`));
        return promise;
      }
      const late = setTimeout(() => {
        const sentence = `RequestId: ${requestId} Error: Task timed out after ${entry.timeout.toFixed(2)} seconds`;
        resolve(failure('Sandbox.Timedout', sentence));
      }, entry.timeout * 1000);
      void run(entry, payload, requestId)
        .catch(thrown)
        .then(resolve)
        .finally(() => clearTimeout(late));
      running.add(promise);
      void promise.then(() => running.delete(promise));
      return promise;
    },
    /** Resolves when none runs, neither those that run now nor those that they call. Those given up do not count. */
    settled: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running);
    },
  };
};

export type Functions = Pick<ReturnType<typeof createFunctions>, 'invoke' | 'isDeclared'>;
