import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '#shared/errors/exception.ts';
import type { AskedChange } from './asked-change.ts';
import type { AttributeSchema } from './attribute-schema.ts';
import { aliasAttributes, isCaseSensitive, usernameAttributes } from './settings.ts';
import type { PoolSettings, UserPool } from './user-pool.ts';

/** Settings that CreateUserPool fixes, and that UpdateUserPool may also be given. */
export interface GivenForm
  extends Pick<PoolSettings, 'AliasAttributes' | 'UsernameAttributes' | 'UsernameConfiguration'> {
  readonly Schema?: readonly SchemaAttributeType[] | undefined;
}

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const getAttribute = ({ schema }: UserPool, name = ''): AttributeSchema => {
  const found = ['', 'custom:', 'dev:custom:'].flatMap(
    (prefix) => schema.find((one) => one.name === prefix + name) ?? [],
  );
  const [attribute] = found;
  if (!attribute) throw invalid(`The user pool has no attribute ${name}: AddCustomAttributes adds attributes.`);
  return attribute;
};

const assertSameKind = (attribute: AttributeSchema, given: SchemaAttributeType): void => {
  const { AttributeDataType: type, Mutable: mutable } = given;
  if ((type ?? attribute.type) === attribute.type && (mutable ?? attribute.mutable) === attribute.mutable) return;
  throw invalid(`AttributeDataType and Mutable of ${attribute.name} can not be changed.`);
};

const hasOtherLimits = ({ min, max }: AttributeSchema, given: SchemaAttributeType): boolean => {
  const { StringAttributeConstraints: lengths, NumberAttributeConstraints: values } = given;
  if (!lengths && !values) return false;
  return (lengths?.MinLength ?? values?.MinValue) !== min || (lengths?.MaxLength ?? values?.MaxValue) !== max;
};

const schemaChange = (pool: UserPool, given: readonly SchemaAttributeType[]): AskedChange => {
  const named = given.map((one) => ({ one, attribute: getAttribute(pool, one.Name) }));
  for (const { one, attribute } of named) assertSameKind(attribute, one);
  const required = pool.schema.filter(({ name, required: before }) => {
    const now = named.find(({ attribute }) => attribute.name === name)?.one.Required;
    return name !== 'sub' && (now ?? before);
  });
  const isOther = named.some(({ one, attribute }) => (one.Required ?? attribute.required) !== attribute.required);
  const limited = named.filter(({ one, attribute }) => hasOtherLimits(attribute, one));
  return {
    ...(isOther && { RequiredAttributes: required.map(({ name }) => name) }),
    ...(limited.length > 0 && {
      AttributeConstraints: limited.map(({ one, attribute }) => ({
        Name: attribute.name,
        ...(one.StringAttributeConstraints && { StringAttributeConstraints: one.StringAttributeConstraints }),
        ...(one.NumberAttributeConstraints && { NumberAttributeConstraints: one.NumberAttributeConstraints }),
      })),
    }),
  };
};

const differs = (given: readonly string[], present: readonly string[]): boolean =>
  given.some((name) => !present.includes(name)) || present.some((name) => !given.includes(name));

/**
 * The change that these members ask for; undefined where the pool already has them. Throws InvalidParameterException.
 */
export const findAskedChange = (pool: UserPool, given: GivenForm): AskedChange | undefined => {
  const { AliasAttributes, UsernameAttributes, UsernameConfiguration, Schema = [] } = given;
  const asked: AskedChange = {
    ...(AliasAttributes && differs(AliasAttributes, aliasAttributes(pool)) && { AliasAttributes }),
    ...(UsernameAttributes && differs(UsernameAttributes, usernameAttributes(pool)) && { UsernameAttributes }),
    ...(UsernameConfiguration?.CaseSensitive !== undefined &&
      UsernameConfiguration.CaseSensitive !== isCaseSensitive(pool) && {
        UsernameConfiguration: { CaseSensitive: UsernameConfiguration.CaseSensitive },
      }),
    ...schemaChange(pool, Schema),
  };
  return Object.keys(asked).length > 0 ? asked : undefined;
};
