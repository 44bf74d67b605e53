import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { toFunctionName } from '../lambda/function-name.ts';

interface Answer {
  Payload?: unknown;
  readonly StatusCode: number;
  readonly UnhandledError?: boolean;
}

interface HandlerRun {
  runHandler(): Promise<unknown>;
}

interface Invocations {
  invoke(name: string, type: string | null, event: unknown, clientContext: unknown): Promise<Answer>;
}

const changed = (what: string): Error =>
  new Error(`serverless-offline ${what}: local/osls/offline-fixes.ts changes it, and has to be looked at.`);

// What the fixes below rely on, in the two functions that they wrap.
const known = {
  runHandler: ['async runHandler() {'],
  invoke: [
    'async invoke(functionName, invocationType, event, clientContext) {',
    'functionNames.includes(functionName)',
    'lambdaFunction.runHandler() return { Payload: "", StatusCode: 202, }',
    'errorMessage: err.message,',
    'trace: err.stack.split("\\n"),',
    'UnhandledError: true,',
    'if (result && typeof result === "string") { result = `"${result}"` }',
    'return { Payload: result, StatusCode: 200, }',
  ],
} as const;

/** Throws a sentence where a function of serverless-offline is no longer what the fixes were written for. */
export const assertKnown = (name: keyof typeof known, given: unknown): void => {
  if (typeof given !== 'function') throw changed(`has no ${name}`);
  const source = String(given).replace(/\s+/g, ' ');
  const missing = known[name].find((part) => !source.includes(part));
  if (missing) throw changed(`has another ${name}, without \`${missing}\``);
};

const prototypeOf = async <T>(file: string): Promise<T> => {
  const url = pathToFileURL(path.resolve('node_modules/serverless-offline/src/lambda', file)).href;
  const loaded: { readonly default: { readonly prototype: T } } = await import(url).catch((cause: unknown) => {
    throw Object.assign(changed(`has no src/lambda/${file}`), { cause });
  });
  return loaded.default.prototype;
};

const toErrorPayload = (payload: unknown): unknown => {
  const { errorMessage, trace = [] } = payload as { errorMessage?: string; trace?: readonly string[] };
  const errorType = /^([\w$.]+)(?::|$)/.exec(trace[0] ?? '')?.[1] ?? 'Error';
  return { errorType, errorMessage, trace };
};

/**
 * Answers as Lambda gives them, where serverless-offline does not: the error's class, `null` for no result, escaped
 * strings.
 */
const asLambdaAnswers = (answer: Answer): Answer => {
  if (answer.UnhandledError) return { ...answer, Payload: toErrorPayload(answer.Payload) };
  if (answer.StatusCode !== 200) return answer;
  if (answer.Payload === undefined || answer.Payload === null) return { ...answer, Payload: 'null' };
  // It has only put quotes around a string.
  if (typeof answer.Payload === 'string') return { ...answer, Payload: JSON.stringify(answer.Payload.slice(1, -1)) };
  // Its server takes no number or boolean as an HTTP body.
  if (typeof answer.Payload !== 'object') return { ...answer, Payload: JSON.stringify(answer.Payload) };
  return answer;
};

/**
 * Makes serverless-offline's Lambda endpoint behave like Lambda, where this project depends on it. Throws a plain
 * Error.
 */
export const repairOffline = async (): Promise<void> => {
  const runs = await prototypeOf<HandlerRun>('LambdaFunction.js');
  const { runHandler } = runs;
  assertKnown('runHandler', runHandler);
  runs.runHandler = function run(this: HandlerRun) {
    const result = runHandler.call(this);
    // Nobody awaits an asynchronous invocation. Without this, one that fails would end the process.
    result.catch(() => undefined);
    return result;
  };
  const invocations = await prototypeOf<Invocations>('routes/invocations/InvocationsController.js');
  const { invoke } = invocations;
  assertKnown('invoke', invoke);
  invocations.invoke = async function invokeLikeLambda(this: Invocations, name, type, event, clientContext) {
    return asLambdaAnswers(await invoke.call(this, toFunctionName(name), type, event, clientContext));
  };
};
