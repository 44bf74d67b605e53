import { leftOut } from '../kinds/kinds.ts';
import { notes } from './notes.ts';
import { isRequired, type Properties, type ResourceType, replaces, type Shape } from './shape.ts';

const begin = '<!-- The table is made by npm run templates. -->';
const end = '<!-- The end of the table. -->';

const shortName = (type: string): string => type.replace('AWS::Cognito::', '');

const namesWithin = (shape: Shape): readonly string[] =>
  typeof shape === 'string'
    ? []
    : Object.entries(shape).flatMap(([name, inner]) => {
        const within = namesWithin(inner);
        if (name === '$') return [];
        return within.length === 0 ? [name] : [`${name} (${within.join(', ')})`];
      });

const marks = (shape: Shape): string =>
  [isRequired(shape) && 'required', replaces(shape) && 'another value makes another'].filter(Boolean).join('; ');

const cell = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join('. ');

const rowsOf = (type: string, properties: Properties): readonly (readonly string[])[] =>
  Object.entries(properties).map(([name, shape]) => {
    const path = `${type}.${name}`;
    const reason = leftOut[type] ?? leftOut[path];
    const within = namesWithin(shape).join(', ');
    return [`\`${name}\``, reason === undefined ? '✅' : 'left out', cell([reason, notes[path], marks(shape), within])];
  });

const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign === '✅' ? 2 : 1), 0);

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = [0, 1, 2].map((column) => Math.max(3, ...rows.map((row) => widthOf(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text + ' '.repeat((widths[column] ?? 0) - widthOf(text))).join(' | ')} |`;
  const [heading = [], ...rest] = rows;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
};

const sectionOf = (type: string, { attributes, properties }: ResourceType): string =>
  [
    `### ${shortName(type)}`,
    cell([notes[type], attributes && `\`Fn::GetAtt\` gives ${attributes.split(' ').join(', ')}`]),
    table([['property', 'here', 'remarks'], ...rowsOf(type, properties)]),
  ]
    .filter(Boolean)
    .join('\n\n');

/** The table of all resource types and properties, between the marks of the page. */
const tableOf = (types: Readonly<Record<string, ResourceType>>): string =>
  [begin, ...Object.entries(types).map(([type, known]) => sectionOf(type, known)), end].join('\n\n');

/** The page with the table as it has to be. Throws a plain Error where the page has no place for it. */
export const withTable = (page: string, types: Readonly<Record<string, ResourceType>>): string => {
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < 0) throw new Error('docs/templates.md has no place for the table.');
  return page.slice(0, before) + tableOf(types) + page.slice(after + end.length);
};
