import { readFileSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { stack } from '#tests/support/stack.ts';

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

const units =
  'Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits Terabits Percent Count None'.split(
    ' ',
  );

// The specification of the format: objects that it defines have no other members, and the root has what they name.
const Directive = v.strictObject({
  Namespace: v.pipe(text(1024), v.regex(/^(?!AWS\/|:)[\w.\-/#:]+$/)),
  Dimensions: v.pipe(v.array(v.pipe(v.array(text(250)), v.maxLength(30))), v.minLength(1)),
  Metrics: v.pipe(
    v.array(
      v.strictObject({
        Name: text(1024),
        Unit: v.exactOptional(v.picklist(units)),
        StorageResolution: v.exactOptional(v.picklist([1, 60])),
      }),
    ),
    v.minLength(1),
    v.maxLength(100),
  ),
});

const Document = v.pipe(
  v.looseObject({
    _aws: v.looseObject({
      Timestamp: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      CloudWatchMetrics: v.pipe(v.array(Directive), v.minLength(1)),
    }),
  }),
  v.check(
    (line) =>
      line._aws.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions.flat()).every((name) =>
        v.is(v.pipe(text(1024), v.regex(/^[\x20-\x7e]+$/)), line[name]),
      ),
    'A dimension has no value.',
  ),
  v.check(
    (line) =>
      line._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics).every(({ Name }) => typeof line[Name] === 'number'),
    'A metric has no value.',
  ),
);

export type Document = v.InferOutput<typeof Document>;

/** One value as CloudWatch takes it from a line. */
export interface Sample {
  readonly namespace: string;
  readonly metric: string;
  readonly unit: string | undefined;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

/** The lines that were printed after that byte. Throws where one is no document of the format. */
export const documentsAfter = (byte: number): readonly Document[] =>
  readFileSync(stack().logFile ?? '')
    .subarray(byte)
    .toString()
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => v.parse(Document, JSON.parse(line)));

/** Where the log ends now. */
export const endOfLog = (): number => statSync(stack().logFile ?? '').size;

/** What CloudWatch takes from a line: one value for each metric and each set of dimensions. */
export const samplesIn = (line: Document): readonly Sample[] =>
  line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name, Unit }) => ({
        namespace: Namespace,
        metric: Name,
        unit: Unit,
        dimensions: Object.fromEntries(names.map((name) => [name, line[name]])),
        value: line[Name],
      })),
    ),
  );

/** The samples of the lines that were printed while something was done. */
export const samplesOf = async (work: () => Promise<unknown>): Promise<readonly Sample[]> => {
  const byte = endOfLog();
  // What is refused is counted, too.
  await work().catch((error: unknown) => error);
  return documentsAfter(byte).flatMap(samplesIn);
};

/** The values of a metric, in a set of just those dimensions. */
export const valuesOf = (
  samples: readonly Sample[],
  metric: string,
  dimensions: Readonly<Record<string, string>>,
): readonly unknown[] =>
  samples
    .filter((sample) => sample.metric === metric)
    .filter(
      ({ dimensions: own }) =>
        JSON.stringify(Object.entries(own).sort()) === JSON.stringify(Object.entries(dimensions).sort()),
    )
    .map(({ value }) => value);
