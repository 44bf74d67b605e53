/** How far a push is, in a file: whoever runs it again goes on from there. The file is its report, too. */
import { appendFileSync, existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { readJsonFile, writeJsonFile } from '../data-folder/json-files.ts';

const Note = v.object({
  about: v.string(),
  what: v.string(),
  todo: v.string(),
  names: v.optional(v.array(v.string())),
});

const State = v.object({
  /** Where from and where to: a file of another push is not gone on with. */
  from: v.object({ endpoint: v.string(), poolId: v.string() }),
  to: v.object({ endpoint: v.string(), region: v.string() }),
  /** Marks the new pool until it is finished, so that it is found again. */
  mark: v.string(),
  startedAt: v.string(),
  finishedAt: v.optional(v.string()),
  poolId: v.optional(v.string()),
  /** By the former id. */
  clients: v.record(
    v.string(),
    v.object({ name: v.string(), clientId: v.string(), clientSecret: v.optional(v.string()) }),
  ),
  users: v.object({
    /** Where the next page begins; absent before the first one. */
    next: v.optional(v.string()),
    isOver: v.boolean(),
    made: v.number(),
    left: v.number(),
    /** The length of the file with the users, as it was at the last page. */
    bytes: v.number(),
    /** How many users have what cannot be pushed. */
    passwords: v.number(),
    invited: v.number(),
    apps: v.number(),
  }),
  /** Members are added group by group. */
  groups: v.record(v.string(), v.object({ next: v.optional(v.string()), isOver: v.boolean(), members: v.number() })),
  notes: v.array(Note),
});

export type PushState = v.InferOutput<typeof State>;

/** A state that is kept in its file. */
export interface KeptState {
  readonly now: () => PushState;
  /** Changes it, in the file first. */
  readonly change: (members: Partial<PushState>) => void;
  /** Adds lines to the file of users. They count once `change` says so. */
  readonly addUsers: (lines: readonly object[]) => number;
  readonly usersFile: string;
}

const isState = (value: unknown): value is PushState => v.is(State, value);

/** The file with the users, beside the report. */
export const usersFileOf = (file: string): string => `${file.replace(/\.json$/, '')}.users.jsonl`;

/** Opens the file, or makes it. Throws an Error that says what to do where it is of another push. */
export const openState = (file: string, fresh: Pick<PushState, 'from' | 'to' | 'mark' | 'startedAt'>): KeptState => {
  const usersFile = usersFileOf(file);
  const nobody = { isOver: false, made: 0, left: 0, bytes: 0, passwords: 0, invited: 0, apps: 0 };
  const empty: PushState = { ...fresh, clients: {}, users: nobody, groups: {}, notes: [] };
  const remedy = 'Remove it, and the pool that it names, to begin anew; or give another file by --report.';
  let state = readJsonFile(file, { isShape: isState, remedy }) ?? empty;
  const isSame =
    state.from.poolId === fresh.from.poolId &&
    state.from.endpoint === fresh.from.endpoint &&
    state.to.endpoint === fresh.to.endpoint;
  if (!isSame) throw new Error(`${file} is of another push. Give another file by --report.`);
  const change = (members: Partial<PushState>): void => {
    state = { ...state, ...members };
    writeJsonFile(file, state);
  };
  change({});
  // What was added after the last note is added again.
  if (existsSync(usersFile)) {
    if (statSync(usersFile).size > state.users.bytes) truncateSync(usersFile, state.users.bytes);
  } else writeFileSync(usersFile, '', { mode: 0o600 });
  return {
    now: () => state,
    change,
    addUsers: (lines) => {
      appendFileSync(usersFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return statSync(usersFile).size;
    },
    usersFile,
  };
};
