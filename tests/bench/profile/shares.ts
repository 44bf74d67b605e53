import * as v from 'valibot';

const Profile = v.object({
  nodes: v.array(
    v.object({
      id: v.number(),
      callFrame: v.object({ functionName: v.string(), url: v.string(), lineNumber: v.number() }),
      children: v.optional(v.array(v.number()), []),
    }),
  ),
  startTime: v.number(),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});

/** A CPU profile as Node writes it. Times are microseconds of the machine's monotonic clock. */
export type Profile = v.InferOutput<typeof Profile>;

type Frame = Profile['nodes'][number]['callFrame'];

/** Reads a file that Node wrote. Throws where it is none. */
export const toProfile = (text: string): Profile => v.parse(Profile, JSON.parse(text));

/** From when until when something was measured, in the time of profiles. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a line of a file comes from; undefined where that is not known. */
export type SourceOf = (url: string, line: number) => string | undefined;

/** What the time of the functions' process goes into. The first that fits counts. */
const groups: readonly (readonly [name: string, modules: RegExp])[] = [
  ["the store's client", /shared\/data\/dynamodb\/|node_modules\/@(?:aws-sdk|smithy)\/|^node:_http_(?:client|agent)/],
  ['serving HTTP', /^node:_http_server|^local\/|(?:^|\/)local\//],
  [
    'own crypto',
    /node_modules\/(?:jose|@aws-crypto|@node-rs)\/|shared\/(?:domain\/(?:srp|passwords|tokens)|services\/(?:sealing|tokens|passwords))\//,
  ],
  ['middleware, logs and checks of forms', /node_modules\/(?:@middy|@aws-lambda-powertools|valibot)\//],
  ['own code', /(?:^|\/)(?:shared|functions)\//],
];

export const groupNames = [...groups.map(([name]) => name), 'Node itself'];

const groupOf = (frame: Frame, sourceOf: SourceOf): string | undefined => {
  const source = sourceOf(frame.url, frame.lineNumber) ?? frame.url;
  return groups.find(([, modules]) => modules.test(source))?.[0];
};

const idle: ReadonlySet<string> = new Set(['(idle)', '(program)', '(root)']);

/**
 * How the busy samples of a span are shared out, by group: each counts for the innermost frame on its stack that belongs to a
 * group. `samples` is how many there were.
 */
export const sharesOf = (
  { nodes, startTime, samples, timeDeltas }: Profile,
  { from, to }: Span,
  sourceOf: SourceOf,
): { readonly samples: number; readonly shares: Readonly<Record<string, number>> } => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)));
  const known = new Map<number, string>();

  const named = (id: number): string => {
    const node = byId.get(id);
    if (!node) return 'Node itself';
    const found = known.get(id) ?? groupOf(node.callFrame, sourceOf) ?? named(parents.get(id) ?? Number.NaN);
    known.set(id, found);
    return found;
  };

  const counts: Record<string, number> = {};
  let at = startTime;
  let total = 0;
  for (const [index, id] of samples.entries()) {
    at += timeDeltas[index] ?? 0;
    const name = byId.get(id)?.callFrame.functionName ?? '';
    if (at < from || at > to || idle.has(name)) continue;
    const group = named(id);
    counts[group] = (counts[group] ?? 0) + 1;
    total++;
  }
  const shares = Object.fromEntries(groupNames.map((name) => [name, (counts[name] ?? 0) / total]));
  return { samples: total, shares };
};

/** Where the lines of a bundle come from, by the comments that the bundler leaves. */
export const sourcesIn = (bundle: string): ((line: number) => string | undefined) => {
  const places = bundle.split('\n').flatMap((text, line) => {
    const [, source] = /^\/\/ (?:\.\.\/)*((?:node_modules|shared|functions|local)\/\S+)$/.exec(text) ?? [];
    return source === undefined ? [] : [{ line, source }];
  });
  return (line) => places.findLast((place) => place.line <= line)?.source;
};
