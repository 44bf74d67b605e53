import { CognitoException } from '#shared/errors/exception.ts';
import type { AttributeSchema } from './attribute-schema.ts';
import { standardAttributes } from './standard-attributes.ts';

const mostCustomAttributes = 50;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** Throws InvalidParameterException for a schema that no pool can have. */
export const assertRestoredSchema = (schema: readonly AttributeSchema[]): void => {
  const byName = new Map(schema.map((attribute) => [attribute.name, attribute]));
  if (byName.size < schema.length) throw invalid('The schema has an attribute twice.');
  for (const standard of standardAttributes) {
    const { type, developerOnly } = byName.get(standard.name) ?? {};
    if (type !== standard.type || developerOnly) {
      throw invalid(
        `The standard attribute ${standard.name} is missing from the schema, or another than it has to be.`,
      );
    }
    byName.delete(standard.name);
  }
  for (const { name, developerOnly, required } of byName.values()) {
    if (!name.startsWith(developerOnly ? 'dev:custom:' : 'custom:')) throw invalid(`There is no attribute ${name}.`);
    // Every app client may write what is required.
    if (required) throw invalid('Required custom attributes are not supported currently.');
  }
  if (byName.size > mostCustomAttributes) {
    throw invalid(`A user pool has ${mostCustomAttributes} custom attributes at most.`);
  }
};
