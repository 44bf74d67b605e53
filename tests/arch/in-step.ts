import { basename, dirname } from 'node:path';
import * as v from 'valibot';
import { type Entry, entriesOf, type Files, includedBy, rolesOf } from './house.ts';

const apiReference = {
  api: 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_',
  identity: 'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_',
} as const;
const mostLines = 110;

/** What the checks need to know: the operations that only we have, and the prefixes of the target header. */
export interface Known {
  readonly ownOperations: readonly string[];
  readonly prefix: { readonly api: string; readonly identity: string; readonly own: string };
}

/** An operation by its file: its name in its API, and its key among the functions, which both APIs share. */
interface Named {
  readonly api: 'api' | 'identity';
  readonly domain: string;
  readonly name: string;
  readonly key: string;
}

const namedBy = (path: string): Named => {
  const api = path.startsWith('functions/identity/') ? 'identity' : 'api';
  const name = basename(path, '.ts');
  return { api, domain: basename(dirname(path)), name, key: api === 'identity' ? `Identity${name}` : name };
};

const ApiEvent = v.object({
  version: v.literal('2.0'),
  routeKey: v.string(),
  rawPath: v.string(),
  headers: v.record(v.string(), v.string()),
  requestContext: v.object({ http: v.object({ method: v.literal('POST'), path: v.string(), sourceIp: v.string() }) }),
  body: v.string(),
  isBase64Encoded: v.boolean(),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const eventFaults = (
  path: string,
  text: string,
  { api, name, key }: Named,
  { ownOperations, prefix }: Known,
): string[] => {
  const { success, output } = v.safeParse(ApiEvent, parseJson(text));
  if (!success) return [`${path} is not an event of an HTTP API, payload 2.0`];
  const { rawPath, routeKey, headers, body, isBase64Encoded, requestContext } = output;
  const target = `${ownOperations.includes(key) ? prefix.own : prefix[api]}.${name}`;
  const plain = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  return [
    ...(rawPath === `/op/${key}` && requestContext.http.path === rawPath ? [] : [`${path} has another path`]),
    ...(routeKey === `POST /op/${key}` ? [] : [`${path} has another routeKey`]),
    ...(headers['x-amz-target'] === target ? [] : [`${path} has another x-amz-target than ${target}`]),
    ...(parseJson(plain) === undefined ? [`${path} has a body that is not JSON`] : []),
  ];
};

const sourceFaults = (path: string, source: string, { api, name, key }: Named, { ownOperations }: Known): string[] => {
  const doc = /^\/\*\*[\s\S]*?\*\//.exec(source)?.[0] ?? '';
  const lines = source.trimEnd().split('\n').length;
  return [
    ...(lines > mostLines ? [`${path} has ${lines} lines, ${mostLines} are the most`] : []),
    ...(doc ? [] : [`${path} does not begin with a doc comment`]),
    ...(doc && !ownOperations.includes(key) && !doc.includes(`@see ${apiReference[api]}${name}.html`)
      ? [`${path} does not point to its page of the API reference`]
      : []),
  ];
};

const handlerOf = (path: string): string => `${path.slice(0, -'.ts'.length)}.handler`;
const isEntryPoint = (path: string): boolean => /^functions\/(?!edge\/).*\.ts$/.test(path);

const apiFaults = (path: string, source: string, files: Files, entries: readonly Entry[], known: Known): string[] => {
  const named = namedBy(path);
  const { api, domain, name, key } = named;
  const event = `events/${api}/${domain}/${name}.json`;
  const test = `tests/functions/${api}/${domain}/${name}.test.ts`;
  const entry = entries.find(({ handler }) => handler === handlerOf(path));
  const eventText = files.get(event);
  return [
    ...sourceFaults(path, source, named, known),
    ...(entry && entry.key !== key ? [`${entry.file} calls ${key} by another name, ${entry.key}`] : []),
    ...(entry && !entry.routes.includes(`POST /op/${key}`)
      ? [`${entry.file} gives ${key} no route POST /op/${key}`]
      : []),
    ...(eventText === undefined ? [`${event} is missing`] : eventFaults(event, eventText, named, known)),
    ...(files.has(test) ? [] : [`${test} is missing`]),
    ...(new RegExp(`\\b${name}\\b`).test(files.get('docs/compatibility.md') ?? '')
      ? []
      : [`docs/compatibility.md does not list ${name}`]),
  ];
};

// events/oauth/token.json and events/oauth/token.refresh.json are both events of functions/oauth/token.ts.
const entryPointOf = (event: string): string =>
  `functions/${dirname(event).slice('events/'.length)}/${basename(event).split('.')[0]}.ts`;

const entryPointFaults = (path: string, files: Files, entries: readonly Entry[]): string[] => {
  const yml = `${dirname(path)}/functions.yml`;
  const stated = entries.some(({ file, handler }) => file === yml && handler === handlerOf(path));
  const wantsEvent = /^functions\/(oauth|triggers)\//.test(path);
  const hasEvent = [...files.keys()].some((file) => file.startsWith('events/') && entryPointOf(file) === path);
  return [
    ...(stated ? [] : [`${yml} has no entry with handler ${handlerOf(path)}`]),
    ...(wantsEvent && !hasEvent ? [`${path} has no event in events/`] : []),
  ];
};

const entryFaults = ({ key, file, handler, role }: Entry, files: Files, roles: ReadonlySet<string>): string[] => [
  ...(handler?.endsWith('.handler') && files.has(`${handler.slice(0, -'.handler'.length)}.ts`)
    ? []
    : [`${file}: ${key} has no function behind its handler`]),
  ...(role === undefined
    ? [`${file}: ${key} states no role`]
    : roles.has(role)
      ? []
      : [`${file}: the role ${role} of ${key} is not in resources/`]),
];

const strayFaults = (path: string, files: Files): string[] => {
  if (path.startsWith('events/') && !files.has(entryPointOf(path))) return [`${path} is an event of no function`];
  const tested = /^tests\/(functions\/(?:api|identity)\/.+)\.test\.ts$/.exec(path)?.[1];
  return tested !== undefined && !files.has(`${tested}.ts`) ? [`${path} is a test of no operation`] : [];
};

/** One sentence for each thing that was forgotten: an entry, a route, a role, an event, a test, or a line in a list. */
export const forgotten = (files: Files, known: Known): string[] => {
  const entries = entriesOf(files);
  const roles = rolesOf(files);
  const included = includedBy(files.get('serverless.yml'));
  const gone = [...included].filter((path) => !files.has(path));
  const faults = [...files].flatMap(([path, text]) => [
    ...(isEntryPoint(path) ? entryPointFaults(path, files, entries) : []),
    ...(/^functions\/(?:api|identity)\/.*\.ts$/.test(path) ? apiFaults(path, text, files, entries, known) : []),
    ...(path.endsWith('/functions.yml') && !included.has(path) ? [`serverless.yml does not include ${path}`] : []),
    ...entries.filter(({ file }) => file === path).flatMap((entry) => entryFaults(entry, files, roles)),
    ...strayFaults(path, files),
  ]);
  return [...faults, ...gone.map((path) => `serverless.yml includes ${path}, which is not there`)];
};
