import { useEffect, useState } from 'react';
import { useServices } from '../../api/context.ts';
import { isAbort } from '../../api/errors.ts';
import type { TrailRecord, TrailWishes } from '../../api/own/trail.ts';
import { timeOf } from './record-parts.tsx';

const everyMs = 3000;
// On AWS, records come in some seconds late.
const overlapSeconds = 30;
const most = 200;

interface Following {
  /** The latest first, 200 at most. */
  readonly records: readonly TrailRecord[];
  readonly error: unknown;
}

/** What comes to the trail from now on, as long as `isOn`. What was there stays when it is paused. A failure pauses it. */
export const useFollowing = (wishes: TrailWishes, isOn: boolean, onFailure: () => void): Following => {
  const { call } = useServices();
  const [state, setState] = useState<Following>({ records: [], error: undefined });
  const key = JSON.stringify(wishes);

  // `key` stands for `wishes`, which is another object each time.
  useEffect(() => {
    if (!isOn) return undefined;
    const left = new AbortController();
    const known = new Set<string>();
    let from = Date.now() / 1000;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState({ records: [], error: undefined });

    const look = async (): Promise<void> => {
      let NextToken: string | undefined;
      const StartTime = Math.floor(from - overlapSeconds);
      const found: TrailRecord[] = [];
      const EndTime = Math.ceil(Date.now() / 1000) + overlapSeconds;
      do {
        const page = await call(
          'ListTrailRecords',
          { ...wishes, StartTime, EndTime, Order: 'OLDEST_FIRST', NextToken },
          { signal: left.signal },
        );
        found.push(...page.Records);
        NextToken = page.NextToken;
      } while (NextToken !== undefined && found.length < most);
      const fresh = found.filter(({ eventID }) => !known.has(eventID));
      for (const record of fresh) {
        known.add(record.eventID);
        from = Math.max(from, timeOf(record));
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
