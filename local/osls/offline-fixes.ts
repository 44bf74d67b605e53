import path from 'node:path';
import { pathToFileURL } from 'node:url';

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

const prototypeOf = async <T>(file: string): Promise<T> => {
  const url = pathToFileURL(path.resolve('node_modules/serverless-offline/src/lambda', file)).href;
  const loaded: { readonly default: { readonly prototype: T } } = await import(url);
  return loaded.default.prototype;
};

/** `arn:aws:lambda:…:function:name:alias`, `123456789012:function:name` and `name:alias` all mean `name`. */
const toFunctionName = (given: string): string => {
  const [name = given] = given.replace(/^.*:function:/, '').split(':');
  return name;
};

const toErrorPayload = (payload: unknown): unknown => {
  const { errorMessage, trace = [] } = payload as { errorMessage?: string; trace?: readonly string[] };
  const errorType = /^([\w$.]+)(?::|$)/.exec(trace[0] ?? '')?.[1] ?? 'Error';
  return { errorType, errorMessage, trace };
};

/** Answers that Lambda gives and serverless-offline does not: the error's class, `null` for no result, escaped strings. */
const asLambdaAnswers = (answer: Answer): Answer => {
  if (answer.UnhandledError) return { ...answer, Payload: toErrorPayload(answer.Payload) };
  if (answer.StatusCode !== 200) return answer;
  if (answer.Payload === undefined || answer.Payload === null) return { ...answer, Payload: 'null' };
  // It has put bare quotes around a string.
  if (typeof answer.Payload === 'string') return { ...answer, Payload: JSON.stringify(answer.Payload.slice(1, -1)) };
  // A number or a boolean is no HTTP body to its server.
  if (typeof answer.Payload !== 'object') return { ...answer, Payload: JSON.stringify(answer.Payload) };
  return answer;
};

/** Makes serverless-offline's Lambda endpoint behave like Lambda where this project depends on it. */
export const repairOffline = async (): Promise<void> => {
  const runs = await prototypeOf<HandlerRun>('LambdaFunction.js');
  const { runHandler } = runs;
  runs.runHandler = function run(this: HandlerRun) {
    const result = runHandler.call(this);
    // Nobody awaits an asynchronous invocation: without this, one that fails ends the process.
    result.catch(() => undefined);
    return result;
  };
  const invocations = await prototypeOf<Invocations>('routes/invocations/InvocationsController.js');
  const { invoke } = invocations;
  invocations.invoke = async function invokeLikeLambda(this: Invocations, name, type, event, clientContext) {
    return asLambdaAnswers(await invoke.call(this, toFunctionName(name), type, event, clientContext));
  };
};
