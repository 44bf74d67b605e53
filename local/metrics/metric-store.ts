import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { diskTrouble } from '../data-folder/disk-troubles.ts';
import { replaceFile } from '../data-folder/whole-files.ts';

/** What was counted in one minute: the sum of the values, and how many there were. */
interface Count {
  sum: number;
  samples: number;
}

/** A metric: its namespace, its name and its dimensions. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const Line = v.looseObject({
  _aws: v.object({
    Timestamp: v.number(),
    CloudWatchMetrics: v.array(
      v.object({
        Namespace: v.string(),
        Dimensions: v.array(v.array(v.string())),
        Metrics: v.array(v.object({ Name: v.string() })),
      }),
    ),
  }),
});

const Kept = v.tuple([v.number(), v.string(), v.number(), v.number()]);

const minuteMs = 60_000;
// As long as CloudWatch keeps minutes.
const keptMinutes = 15 * 24 * 60;
const mostCounts = 200_000;
const mostFileBytes = 16 * 1024 * 1024;

const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  JSON.stringify([namespace, name, ...Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))]);

/**
 * Counts by minute, for 15 days and 200,000 counts at most, the oldest of which go first. With a file, they are there after
 * the next start: `save` appends what was counted since the last time.
 */
export const createMetricStore = (file: string | undefined) => {
  const metrics = new Map<string, Map<number, Count>>();
  const unsaved = new Map<string, [minute: number, key: string, sum: number, samples: number]>();
  let size = 0;
  let fileBytes = 0;
  let isComplaining = false;

  const drop = (): void => {
    const minutes = [...metrics.values()].flatMap((counts) => [...counts.keys()]).sort((one, other) => one - other);
    // A tenth more than has to go, so that it need not be done again at once.
    const oldest = minutes[Math.max(0, minutes.length - Math.floor(mostCounts * 0.9))] ?? 0;
    for (const [key, counts] of metrics) {
      for (const minute of counts.keys()) if (minute < oldest && counts.delete(minute)) size--;
      if (counts.size === 0) metrics.delete(key);
    }
  };

  const add = (minute: number, key: string, sum: number, samples: number): void => {
    const counts = metrics.get(key) ?? new Map<number, Count>();
    metrics.set(key, counts);
    const count = counts.get(minute) ?? { sum: 0, samples: 0 };
    if (count.samples === 0) size++;
    count.sum += sum;
    count.samples += samples;
    counts.set(minute, count);
    if (size > mostCounts) drop();
  };

  const rewrite = (target: string): void => {
    const oldest = Math.floor(Date.now() / minuteMs) - keptMinutes;
    const lines = [...metrics].flatMap(([key, counts]) =>
      [...counts].flatMap(([minute, { sum, samples }]) =>
        minute < oldest ? [] : [`${JSON.stringify([minute, key, sum, samples])}\n`],
      ),
    );
    const text = lines.join('');
    replaceFile(target, text);
    fileBytes = Buffer.byteLength(text);
  };

  const load = (source: string): void => {
    for (const line of readFileSync(source, 'utf8').split('\n')) {
      try {
        add(...v.parse(Kept, JSON.parse(line)));
      } catch {
        // A line that was cut short.
      }
    }
    rewrite(source);
  };
  if (file !== undefined && existsSync(file)) load(file);

  return {
    /** Takes a line in the embedded metric format; what is none is left out. */
    take: (text: string): void => {
      const { success, output } = v.safeParse(Line, JSON.parse(text));
      if (!success) return;
      const minute = Math.floor(output._aws.Timestamp / minuteMs);
      for (const { Namespace: namespace, Dimensions, Metrics } of output._aws.CloudWatchMetrics) {
        for (const names of Dimensions) {
          const dimensions = Object.fromEntries(names.map((name) => [name, String(output[name])]));
          for (const { Name: name } of Metrics) {
            const key = keyOf({ namespace, name, dimensions });
            const value = Number(output[name]);
            add(minute, key, value, 1);
            const [, , sum, samples] = unsaved.get(`${minute} ${key}`) ?? [minute, key, 0, 0];
            unsaved.set(`${minute} ${key}`, [minute, key, sum + value, samples + 1]);
          }
        }
      }
    },

    /** What was counted in whole minutes from `from` on and before `to`, in epoch milliseconds, by the begin of the minute. */
    read: (metric: Metric, from: number, to: number): readonly (Readonly<Count> & { readonly at: number })[] =>
      [...(metrics.get(keyOf(metric)) ?? [])]
        .map(([minute, count]) => ({ at: minute * minuteMs, ...count }))
        .filter(({ at }) => at >= from && at < to && at > Date.now() - keptMinutes * minuteMs),

    /** Writes what was counted since the last time. A disk that takes nothing is told of once, and counts stay in memory. */
    save: (): void => {
      const lines = [...unsaved.values()].map((count) => `${JSON.stringify(count)}\n`).join('');
      unsaved.clear();
      if (file === undefined || lines === '') return;
      try {
        appendFileSync(file, lines, { mode: 0o600 });
        fileBytes += Buffer.byteLength(lines);
        if (fileBytes > mostFileBytes) rewrite(file);
        isComplaining = false;
      } catch (error) {
        if (!isComplaining)
          process.stderr.write(
            `${diskTrouble(error, file) ?? String(error)} Counts are kept until the end of this run.\n`,
          );
        isComplaining = true;
      }
    },
  };
};
