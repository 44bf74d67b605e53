import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '#shared/errors/exception.ts';
import type { AttributeSchema } from './attribute-schema.ts';
import { assertFirstFactors, assertSecondFactors, type MfaMode } from './factors.ts';
import { formOf, inForm } from './pool-change.ts';
import { withLimits } from './schema.ts';
import { type AliasAttribute, type ContactAttribute, isCaseSensitive } from './settings.ts';
import { assertSettings } from './settings-rules.ts';
import type { PoolChange, PoolForm, UserPool } from './user-pool.ts';

/** What is to change in a pool. What is not given stays as it is. */
export interface AskedChange {
  readonly AliasAttributes?: readonly AliasAttribute[] | undefined;
  readonly UsernameAttributes?: readonly ContactAttribute[] | undefined;
  readonly UsernameConfiguration?: { readonly CaseSensitive: boolean } | undefined;
  readonly MfaConfiguration?: MfaMode | undefined;
  /** All attributes that are required from then on, in addition to `sub`. */
  readonly RequiredAttributes?: readonly string[] | undefined;
  readonly AttributeConstraints?: readonly AskedLimits[] | undefined;
  readonly RenameAttributes?: readonly { readonly Name: string; readonly NewName: string }[] | undefined;
  readonly DeleteAttributes?: readonly string[] | undefined;
}

type AskedLimits = { readonly Name: string } & Pick<
  SchemaAttributeType,
  'StringAttributeConstraints' | 'NumberAttributeConstraints'
>;

/** A form of a pool, and the attributes that have another name in it. */
export type NextForm = Pick<PoolChange, 'other' | 'renamed'>;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const isCustom = (name: string): boolean => /^(?:dev:)?custom:/.test(name);

const getCustom = (schema: readonly AttributeSchema[], name: string): AttributeSchema => {
  const found = isCustom(name) ? schema.find((attribute) => attribute.name === name) : undefined;
  if (!found) throw invalid(`The user pool has no custom attribute ${name}.`);
  return found;
};

// Users cannot be asked for these attributes, so they cannot be required.
const unaskable: ReadonlySet<string> = new Set(['sub', 'identities', 'email_verified', 'phone_number_verified']);

const withRequired = (
  schema: readonly AttributeSchema[],
  required: AskedChange['RequiredAttributes'],
): readonly AttributeSchema[] => {
  if (!required) return schema;
  const wrong = required.find(
    (name) => isCustom(name) || unaskable.has(name) || !schema.some((one) => one.name === name),
  );
  if (wrong !== undefined) throw invalid(`${wrong} is no attribute that can be required.`);
  return schema.map((one) => (unaskable.has(one.name) ? one : { ...one, required: required.includes(one.name) }));
};

const withConstraints = (
  schema: readonly AttributeSchema[],
  constraints: AskedChange['AttributeConstraints'] = [],
): readonly AttributeSchema[] => {
  for (const { Name } of constraints) getCustom(schema, Name);
  return schema.map((one) => {
    const given = constraints.find(({ Name }) => Name === one.name);
    return given ? withLimits(one, given) : one;
  });
};

const newName = /^((?:dev:)?custom:)[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u;

const withNames = (
  schema: readonly AttributeSchema[],
  { RenameAttributes: renames = [], DeleteAttributes: deleted = [] }: AskedChange,
): readonly AttributeSchema[] => {
  const concerned = [...renames.map(({ Name }) => Name), ...deleted];
  for (const name of concerned) getCustom(schema, name);
  if (new Set(concerned).size < concerned.length) throw invalid('An attribute is to be renamed or deleted twice.');
  for (const { Name, NewName } of renames) {
    const [, prefix] = newName.exec(NewName) ?? [];
    if (prefix === undefined || !Name.startsWith(prefix)) throw invalid(`${Name} can not have the name ${NewName}.`);
    if (schema.some(({ name }) => name === NewName))
      throw invalid(`The attribute ${NewName} is in the schema already.`);
  }
  if (new Set(renames.map(({ NewName }) => NewName)).size < renames.length)
    throw invalid('Two attributes are to have one name.');
  return schema
    .filter(({ name }) => !deleted.includes(name))
    .map((one) => ({ ...one, name: renames.find(({ Name }) => Name === one.name)?.NewName ?? one.name }));
};

const assertUnsearched = ({ search }: UserPool, deleted: readonly string[] = []): void => {
  const searched = deleted.find((name) => search?.attributes.some(({ attribute }) => attribute === name));
  if (searched === undefined) return;
  throw invalid(`${searched} is one of the pool's SearchableAttributes: take it out of them first.`);
};

const unlessSame = <Name extends string>(asked: readonly Name[] | undefined, present: Name[] | undefined) => {
  const isSame = (names: readonly Name[]): boolean =>
    names.every((name) => present?.includes(name)) && (present ?? []).every((name) => names.includes(name));
  return asked && !isSame(asked) ? [...new Set(asked)] : present;
};

/**
 * The form that the pool is to get. Throws InvalidParameterException for a form that no pool can have, and where
 * nothing would change.
 */
export const toNextForm = (pool: UserPool, asked: AskedChange): NextForm => {
  assertUnsearched(pool, asked.DeleteAttributes);
  const present = formOf(pool, {});
  const { AliasAttributes, UsernameAttributes, UsernameConfiguration, MfaConfiguration: mode } = asked;
  const limited = withConstraints(withRequired(pool.schema, asked.RequiredAttributes), asked.AttributeConstraints);
  const isSensitive = isCaseSensitive(pool);
  const other: PoolForm = {
    names: {
      AliasAttributes: unlessSame(AliasAttributes, present.names.AliasAttributes),
      UsernameAttributes: unlessSame(UsernameAttributes, present.names.UsernameAttributes),
      UsernameConfiguration:
        UsernameConfiguration && UsernameConfiguration.CaseSensitive !== isSensitive
          ? UsernameConfiguration
          : present.names.UsernameConfiguration,
    },
    schema: withNames(limited, asked),
    ...(mode && { factors: { mode, mfa: mode === 'OFF' ? undefined : pool.mfa } }),
  };
  const next = inForm(pool, other);
  assertSettings(next.settings);
  assertSecondFactors(next);
  if (mode) assertFirstFactors(next);
  if (JSON.stringify(formOf(pool, other)) === JSON.stringify(other)) {
    throw invalid('The user pool is so already: nothing would change.');
  }
  const renamed = (asked.RenameAttributes ?? []).map(({ Name, NewName }) => [Name, NewName] as const);
  return { other, renamed };
};
