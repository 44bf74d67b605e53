import type { Template } from './template.ts';

/** The parts of the last release that an update depends on. */
export interface Release {
  readonly version: string;
  /** Names of the table's indexes. */
  readonly indexes: readonly string[];
}

const indexesOf = ({ Resources }: Template): string[] => {
  const indexes: unknown = Resources.Table?.Properties?.GlobalSecondaryIndexes;
  return [indexes ?? []].flat().map((index) => String(Object(index).IndexName));
};

/** Where an update from the last release would be refused. DynamoDB adds or removes one index per update. */
export const releaseFaultsOf = (template: Template, { version, indexes }: Release): string[] => {
  const now = indexesOf(template);
  const changed = [
    ...now.filter((index) => !indexes.includes(index)),
    ...indexes.filter((index) => !now.includes(index)),
  ];
  if (changed.length <= 1) return [];
  return [
    `The table has ${changed.length} indexes more or less than version ${version} (${changed.join(', ')}), over 1.`,
  ];
};

/** Where a first deployment would be refused, because it sends parameters that its template does not declare. */
export const firstTemplateFaultsOf = (first: Template, parameters: readonly string[]): string[] =>
  parameters
    .filter((name) => !Object.hasOwn(first.Parameters ?? {}, name))
    .map((name) => `The template of a first deployment does not declare the parameter ${name}.`);
