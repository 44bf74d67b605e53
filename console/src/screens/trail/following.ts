import { useEffect, useRef, useState } from 'react';
import { useServices } from '../../api/context.ts';
import { isAbort } from '../../api/errors.ts';
import type { TrailRecord, TrailWishes } from '../../api/own/trail.ts';
import { timeOf } from './record-parts.tsx';

const everyMs = 3000;
// On AWS, records come in some seconds late.
const overlapSeconds = 30;
const most = 200;
const mostPages = 10;

interface Following {
  /** The latest first, 200 at most. */
  readonly records: readonly TrailRecord[];
  readonly error: unknown;
}

interface Memory {
  readonly of: string;
  readonly known: Set<string>;
  /** Seconds since the epoch. */
  from: number;
}

/**
 * What comes to the trail, as long as `isOn`, and what came half a minute before. After a pause it goes on where it was. A
 * failure pauses it.
 */
export const useFollowing = (wishes: TrailWishes, isOn: boolean, onFailure: () => void): Following => {
  const { call } = useServices();
  const [state, setState] = useState<Following>({ records: [], error: undefined });
  const key = JSON.stringify(wishes);
  const memory = useRef<Memory>(undefined);

  // `key` stands for `wishes`, which is another object each time.
  useEffect(() => {
    if (!isOn) return undefined;
    const left = new AbortController();
    const kept: Memory =
      memory.current?.of === key ? memory.current : { of: key, known: new Set(), from: Date.now() / 1000 };
    const isNew = kept !== memory.current;
    setState(({ records }) => ({ records: isNew ? [] : records, error: undefined }));
    memory.current = kept;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const look = async (): Promise<void> => {
      let NextToken: string | undefined;
      const StartTime = Math.floor(kept.from - overlapSeconds);
      const found: TrailRecord[] = [];
      const EndTime = Math.ceil(Date.now() / 1000) + overlapSeconds;
      let pages = 0;
      do {
        const page = await call(
          'ListTrailRecords',
          { ...wishes, StartTime, EndTime, Order: 'OLDEST_FIRST', NextToken },
          { signal: left.signal },
        );
        found.push(...page.Records);
        NextToken = page.NextToken;
        pages++;
      } while (NextToken !== undefined && pages < mostPages);
      // More come than are read: it goes on from the last one, and what comes in late is missed.
      const [last] = found.slice(-1);
      if (NextToken !== undefined && last) kept.from = timeOf(last) + overlapSeconds;
      const fresh = found.filter(({ eventID }) => !kept.known.has(eventID));
      for (const record of fresh) {
        kept.known.add(record.eventID);
        kept.from = Math.max(kept.from, timeOf(record));
      }
      if (fresh.length > 0)
        setState(({ records }) => ({ records: [...fresh.reverse(), ...records].slice(0, most), error: undefined }));
    };

    const go = (): void => {
      look().then(
        () => {
          if (!left.signal.aborted) timer = setTimeout(go, everyMs);
        },
        (error: unknown) => {
          if (isAbort(error) || left.signal.aborted) return;
          setState((last) => ({ ...last, error }));
          onFailure();
        },
      );
    };
    go();
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [call, key, isOn]);

  return state;
};
