import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '#shared/errors/exception.ts';
import type { AttributeSchema } from './attribute-schema.ts';
import { standardAttributes } from './standard-attributes.ts';

const mostCustomAttributes = 50;
const longestValue = 2048;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

type Limits = Pick<AttributeSchema, 'min' | 'max'>;

const limitsOf = (type: AttributeSchema['type'], given: SchemaAttributeType): Limits => {
  const { StringAttributeConstraints: lengths, NumberAttributeConstraints: values } = given;
  if (lengths && type !== 'String') throw invalid(`StringAttributeConstraints are for attributes of type String only.`);
  if (values && type !== 'Number') throw invalid(`NumberAttributeConstraints are for attributes of type Number only.`);
  const min = lengths?.MinLength ?? values?.MinValue;
  const max = lengths?.MaxLength ?? values?.MaxValue;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
};

const assertLimits = ({ name, type, min, max }: AttributeSchema): void => {
  const isLimit =
    type === 'String' ? (text: string) => /^\d{1,2048}$/.test(text) : (text: string) => /^-?\d{1,2048}$/.test(text);
  const limits = [min, max].filter((limit) => limit !== undefined);
  if (!limits.every(isLimit)) throw invalid(`Invalid ${type}AttributeConstraints for schema attribute ${name}`);
  if (type === 'String' && limits.some((limit) => Number(limit) > longestValue)) {
    throw invalid(`user.${name}: String attributes cannot have a length of more than ${longestValue}`);
  }
  if (min !== undefined && max !== undefined && BigInt(min) > BigInt(max)) {
    const limited = type === 'String' ? 'length' : 'value';
    throw invalid(`user.${name}: Max ${limited} cannot be less than min ${limited}.`);
  }
};

const changedStandard = (standard: AttributeSchema, given: SchemaAttributeType): AttributeSchema => {
  const { AttributeDataType: type = standard.type, DeveloperOnlyAttribute: developerOnly = false } = given;
  if (type !== standard.type || developerOnly) {
    throw invalid(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${standard.name}`,
    );
  }
  if (standard.name === 'sub' && (given.Mutable || given.Required === false)) {
    throw invalid('The attribute sub is required and never changes.');
  }
  return {
    ...standard,
    mutable: given.Mutable ?? standard.mutable,
    required: given.Required ?? standard.required,
    ...limitsOf(standard.type, given),
  };
};

/** One custom attribute, with the prefix that it has in users. Throws InvalidParameterException. */
const toCustomAttribute = (given: SchemaAttributeType): AttributeSchema => {
  const { Name, AttributeDataType: type, DeveloperOnlyAttribute: developerOnly = false } = given;
  if (Name === undefined) throw invalid('An attribute of the schema has no name.');
  if (!type) throw invalid('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.');
  if (given.Required) throw invalid('Required custom attributes are not supported currently.');
  const attribute: AttributeSchema = {
    name: `${developerOnly ? 'dev:' : ''}custom:${Name}`,
    type,
    developerOnly,
    mutable: given.Mutable ?? true,
    required: false,
    ...limitsOf(type, given),
  };
  assertLimits(attribute);
  return attribute;
};

/**
 * The schema with the custom attributes added. Throws InvalidParameterException for a repeated name, or for too many.
 */
const withCustomAttributes = (
  schema: readonly AttributeSchema[],
  added: readonly AttributeSchema[],
): readonly AttributeSchema[] => {
  const names = new Set(schema.map(({ name }) => name));
  for (const { name } of added) {
    if (names.has(name)) throw invalid(`${name}: Existing attribute already has name ${name}.`);
    names.add(name);
  }
  const custom = names.size - standardAttributes.length;
  if (custom > mostCustomAttributes) {
    throw invalid(`A user pool has ${mostCustomAttributes} custom attributes at most.`);
  }
  return [...schema, ...added];
};

/**
 * The schema of a new pool: the standard attributes, with changes where `given` names them, and custom ones for all
 * other names. Throws InvalidParameterException.
 */
export const toSchema = (given: readonly SchemaAttributeType[] = []): readonly AttributeSchema[] => {
  const isStandard = (Name: string | undefined): boolean => standardAttributes.some(({ name }) => name === Name);
  const twice = given.find(({ Name }, index) => given.findIndex((other) => other.Name === Name) < index);
  if (twice) throw invalid(`The attribute ${twice.Name} is in the schema twice.`);
  const standard = standardAttributes.map((attribute) => {
    const change = given.find(({ Name }) => Name === attribute.name);
    if (!change) return attribute;
    const changed = changedStandard(attribute, change);
    assertLimits(changed);
    return changed;
  });
  return withCustomAttributes(standard, given.filter(({ Name }) => !isStandard(Name)).map(toCustomAttribute));
};

/**
 * A pool's schema with custom attributes added, which may be named like standard ones. Throws
 * InvalidParameterException.
 */
export const withAddedAttributes = (
  schema: readonly AttributeSchema[],
  given: readonly SchemaAttributeType[],
): readonly AttributeSchema[] => withCustomAttributes(schema, given.map(toCustomAttribute));

/** The attribute with other limits, or without any where none are given. Throws InvalidParameterException. */
export const withLimits = (attribute: AttributeSchema, given: SchemaAttributeType): AttributeSchema => {
  const { min: _min, max: _max, ...rest } = attribute;
  const limited = { ...rest, ...limitsOf(attribute.type, given) };
  assertLimits(limited);
  return limited;
};
