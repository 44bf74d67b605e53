import { readFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector/promises';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';

/** One request for the process to pass to a function: its module, from the top of the project, and the event. */
export interface CoveredRequest {
  readonly module: string;
  readonly event: object;
}

/** The result, and the files of ours in which a function ran meanwhile. */
export interface CoveredAnswer {
  readonly status: number;
  readonly body: string;
  readonly files: readonly string[];
}

const top = pathToFileURL(`${process.cwd()}/`).href;
const session = new Session();

// A module counts as a function without a name that begins where its text does.
const isModule = ({ functionName, ranges }: Profiler.FunctionCoverage): boolean =>
  functionName === '' && ranges[0]?.startOffset === 0;

// The files that were counted since the last call.
const takeFiles = async (): Promise<readonly string[]> => {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ functions }) => functions.some((one) => !isModule(one) && (one.ranges[0]?.count ?? 0) > 0))
    .filter(({ url }) => url.startsWith(top))
    .map(({ url }) => url.slice(top.length))
    .filter((file) => /^(functions|shared)\//.test(file))
    .sort();
};

const answer = async ({ module, event }: CoveredRequest): Promise<CoveredAnswer> => {
  const { handler } = await import(pathToFileURL(path.resolve(module)).href);
  await takeFiles();
  const { statusCode, body } = await handler(event, { awsRequestId: 'covered', functionName: path.parse(module).name });
  return { status: statusCode, body, files: await takeFiles() };
};

// Node runs no TSX. Mails are written in it.
registerHooks({
  load: (url, context, next) => {
    if (!url.endsWith('.tsx')) return next(url, context);
    const settings = { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact', format: 'esm' } as const;
    const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), settings);
    return { format: 'module', source: code, shortCircuit: true };
  },
});

session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
process.on('message', (request: CoveredRequest) => {
  // A rejection ends this process, which is how the other one learns of it.
  void answer(request).then((answered) => process.send?.(answered));
});
process.send?.('ready');
