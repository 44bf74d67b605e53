import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { edgeSource, loadEdgeFunction } from '../edge-function.ts';
import type { GatewayAnswer } from '../gateway/answer.ts';
import { type BuiltFile, builtIn, cacheControlOf, filesIn } from './built-files.ts';
import { securityHeaders } from './security-headers.ts';

/** What the console is asked. */
interface Asked {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly headers: { readonly 'accept-encoding'?: string | undefined; readonly 'if-none-match'?: string | undefined };
}

interface Loaded {
  readonly folder: string;
  readonly files: ReadonlyMap<string, BuiltFile>;
}

type Coding = BuiltFile['codings'][number];

// What the edge function makes of a request: another path, or an answer.
const Edited = v.union([
  v.object({ statusCode: v.number(), headers: v.record(v.string(), v.object({ value: v.string() })) }),
  v.object({ uri: v.string() }),
]);

const prefix = '/console/';

/** True for what the console answers. */
export const isOfConsole = (path: string): boolean => path === '/console' || path.startsWith(prefix);

const answerWith = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer | string = '',
): GatewayAnswer => ({ status, headers: { ...securityHeaders, ...headers }, body: Buffer.from(body) });

const say = (status: number, words: string, more: Readonly<Record<string, string>> = {}): GatewayAnswer =>
  answerWith(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more }, words);

// RFC 9110 section 12.5.3: a coding of weight 0 is refused.
const accepts = (given: string, coding: Coding): boolean =>
  given.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

const isKnown = (given: string | undefined, etag: string): boolean =>
  given?.split(',').some((part) => [etag, '*'].includes(part.trim().replace(/^W\//, ''))) ?? false;

const give = async (folder: string, file: BuiltFile, headers: Asked['headers']): Promise<GatewayAnswer> => {
  const coding = file.codings.find((one) => accepts(headers['accept-encoding'] ?? '', one));
  const etag = `"${file.digest}${coding ? `-${coding}` : ''}"`;
  const known = {
    etag,
    'cache-control': cacheControlOf(file),
    ...(file.codings.length > 0 && { vary: 'accept-encoding' }),
  };
  if (isKnown(headers['if-none-match'], etag)) return answerWith(304, known);
  const bytes = await readFile(path.join(filesIn(folder), coding ? `${file.name}.${coding}` : file.name));
  return answerWith(200, { ...known, 'content-type': file.type, ...(coding && { 'content-encoding': coding }) }, bytes);
};

/**
 * Answers requests below /console as CloudFront and the bucket do on AWS. `findFolder` is asked for the folder of the built
 * console at the first request, and again where it failed. Only what is listed there is given out. Never rejects.
 */
export const serveConsole = (findFolder: () => Promise<string>): ((asked: Asked) => Promise<GatewayAnswer>) => {
  const edit = loadEdgeFunction(edgeSource('viewer-request'));
  let loading: Promise<Loaded> | undefined;

  const load = async (): Promise<Loaded> => {
    const folder = await findFolder();
    return { folder, files: new Map(builtIn(folder).files.map((file) => [`${prefix}${file.name}`, file])) };
  };

  const loaded = async (): Promise<Loaded | undefined> => {
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      return undefined;
    }
  };

  return async ({ method, path: uri, headers }) => {
    if (method !== 'GET' && method !== 'HEAD') return say(405, 'Only GET and HEAD.', { allow: 'GET, HEAD' });
    const edited = v.parse(Edited, edit({ request: { method, uri, headers: {}, querystring: {} } }));
    if ('statusCode' in edited) {
      const given = Object.entries(edited.headers).map(([name, { value }]) => [name, value]);
      return answerWith(edited.statusCode, Object.fromEntries(given));
    }
    const built = await loaded();
    if (!built) return say(503, 'The console could not be built. The terminal of the stack says why.');
    const file = built.files.get(edited.uri);
    return file ? give(built.folder, file, headers) : say(404, 'There is nothing here.');
  };
};
