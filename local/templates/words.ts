import { toTable } from '../cli/output.ts';
import type { Action, Step } from './apply/steps.ts';
import type { Replaced } from './resolver/resolver.ts';

const done: Readonly<Record<Action, string>> = {
  make: 'made',
  change: 'changed',
  replace: 'replaced',
  keep: 'as it was',
  leave: 'left in place',
  remove: 'removed',
};

const planned: Readonly<Record<Action, string>> = {
  make: 'would make',
  change: 'would change',
  replace: 'would replace',
  keep: 'as it is',
  leave: 'would leave in place',
  remove: 'would remove',
};

const shortType = (type: string): string => type.replace('AWS::Cognito::', '');

const rowOf = (
  words: Readonly<Record<Action, string>>,
  { action, logicalId, type, id, line, properties }: Step,
): string[] => [
  words[action],
  logicalId,
  shortType(type),
  id ?? '',
  [line === undefined ? 'no more in the file' : '', ...(properties ?? [])].filter(Boolean).join(', '),
];

const section = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `\n${title}\n\n${toTable(rows)
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n')}\n`;

const functionTypes = /::(Lambda|Serverless)::/;

const howFunctionsAreCalled =
  '\nPools call functions by these names at LAMBDA_ENDPOINT. Where it is not set, whatever calls a trigger is refused.\n';

/** What is told of a file. */
export interface Told {
  readonly file: string;
  readonly steps: readonly Step[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Outputs that cannot be told, with the reason. */
  readonly untold: readonly string[];
  readonly replaced: readonly Replaced[];
  readonly leftOut: readonly string[];
}

const inWords = (
  { file, steps, outputs, untold, replaced, leftOut }: Told,
  words: Readonly<Record<Action, string>>,
): string =>
  [
    section(
      `From ${file}`,
      steps.map((step) => rowOf(words, step)),
    ),
    section(
      'Outputs',
      Object.entries(outputs).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
    section(
      'In place of what is not of Cognito',
      replaced.map(({ logicalId, type, value }) => [logicalId, type, value]),
    ),
    replaced.some(({ type }) => functionTypes.test(type)) ? howFunctionsAreCalled : '',
    section(
      'Left out',
      [...leftOut, ...untold].map((sentence) => [sentence]),
    ),
    steps.some(({ action }) => action === 'leave') ? '\nAdd --remove to remove what the file has no more.\n' : '',
  ].join('');

/** What was done, for people. */
export const doneInWords = (told: Told): string => inWords(told, done);

/** What would be done, for people. */
export const plannedInWords = (told: Told): string => inWords(told, planned);
