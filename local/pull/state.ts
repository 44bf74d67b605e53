/** What is known of the former pulls of a pool: in a file, as the next one may be another process. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { readJsonFile, writeJsonFile } from '../data-folder/json-files.ts';

const Time = v.pipe(v.string(), v.isoTimestamp());
const State = v.object({
  poolId: v.string(),
  /** The address of the service that the pool is read from. */
  from: v.string(),
  /** When the run began that is at work, or was the last one. */
  startedAt: Time,
  /** Missing while it is at work, and where it was killed. */
  endedAt: v.exactOptional(Time),
  /** When the last run began that came to its end. */
  wholeSince: v.exactOptional(Time),
});

type State = v.InferOutput<typeof State>;

/** A run of a pull. */
export interface Run {
  /** True where the former run did not come to its end. */
  readonly goesOn: boolean;
  /** Ten minutes before the last whole run began; undefined where there was none. */
  readonly wholeSince: Date | undefined;
  /** Notes that the run begins. */
  readonly begin: () => void;
  /** Notes that it came to its end. */
  readonly end: () => void;
}

// The clocks of two services differ a little, and what changed meanwhile must not be missed.
const overlapMs = 600_000;

/** The run that follows what the file says. Throws a sentence for a file that is something else. */
export const openRun = (file: string, { poolId, from }: Pick<State, 'poolId' | 'from'>, now: Date): Run => {
  const isShape = (value: unknown): value is State => v.is(State, value);
  const read = readJsonFile(file, { isShape, remedy: 'Remove it and pull again: all users are then compared.' });
  const former = read?.poolId === poolId && read.from === from ? read : undefined;
  const goesOn = former !== undefined && former.endedAt === undefined;
  const begun: State = {
    poolId,
    from,
    startedAt: goesOn ? former.startedAt : now.toISOString(),
    ...(former?.wholeSince !== undefined && { wholeSince: former.wholeSince }),
  };
  const write = (state: State): void => {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeJsonFile(file, state);
  };
  return {
    goesOn,
    wholeSince: former?.wholeSince === undefined ? undefined : new Date(Date.parse(former.wholeSince) - overlapMs),
    begin: () => write(begun),
    end: () => write({ ...begun, endedAt: new Date().toISOString(), wholeSince: begun.startedAt }),
  };
};
