/**
 * Trust policies of roles, as STS reads them for AssumeRoleWithWebIdentity.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import * as v from 'valibot';

const oneOrMore = v.union([v.string(), v.array(v.string())]);

const Statement = v.object({
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.union([v.literal('*'), v.record(v.string(), oneOrMore)]),
  Action: oneOrMore,
  Condition: v.optional(v.record(v.string(), v.record(v.string(), oneOrMore)), {}),
});

/** A trust policy, as IAM takes it as the AssumeRolePolicyDocument of a role. */
export const TrustPolicy = v.object({
  Version: v.optional(v.string()),
  Statement: v.union([Statement, v.array(Statement)]),
});

type TrustPolicy = v.InferOutput<typeof TrustPolicy>;

/** Values by the name of their condition key. Names count in any case. */
export type ConditionContext = Readonly<Record<string, readonly string[]>>;

interface Asked {
  /** The ARN of the provider whose token is shown. */
  readonly provider: string;
  readonly action: 'sts:AssumeRoleWithWebIdentity' | 'sts:TagSession';
  readonly context: ConditionContext;
}

const isLike = (pattern: string, value: string): boolean => {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(value);
};

type Matches = (wanted: string, value: string) => boolean;

const isEqual: Matches = (wanted, value) => wanted === value;
const isEqualInAnyCase: Matches = (wanted, value) => wanted.toLowerCase() === value.toLowerCase();

const operators: Readonly<Record<string, { readonly matches: Matches; readonly isNegated: boolean }>> = {
  StringEquals: { matches: isEqual, isNegated: false },
  StringNotEquals: { matches: isEqual, isNegated: true },
  StringEqualsIgnoreCase: { matches: isEqualInAnyCase, isNegated: false },
  StringNotEqualsIgnoreCase: { matches: isEqualInAnyCase, isNegated: true },
  StringLike: { matches: isLike, isNegated: false },
  StringNotLike: { matches: isLike, isNegated: true },
};

const operatorForm = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/;

/** A condition operator that is not known here. */
export class UnknownOperator extends Error {
  constructor(operator: string) {
    super(`The condition operator ${operator} is not known here.`);
  }
}

const holds = (operator: string, wanted: readonly string[], values: readonly string[]): boolean => {
  const isAbsent = values.length === 0;
  if (operator === 'Null') return wanted.every((text) => (text === 'true') === isAbsent);
  const [, quantifier, name = '', ifExists] = operatorForm.exec(operator) ?? [];
  const known = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!known) throw new UnknownOperator(operator);
  const { matches, isNegated } = known;
  if (isAbsent) return quantifier === 'ForAllValues' || (quantifier === undefined && (isNegated || Boolean(ifExists)));
  const isMet = (value: string): boolean => wanted.some((text) => matches(text, value)) !== isNegated;
  const needsAll = quantifier === 'ForAllValues' || (quantifier === undefined && isNegated);
  return needsAll ? values.every(isMet) : values.some(isMet);
};

const valuesOf = (context: ConditionContext, key: string): readonly string[] =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1] ?? [];

const isAbout = (statement: v.InferOutput<typeof Statement>, { provider, action, context }: Asked): boolean => {
  const { Principal, Action, Condition } = statement;
  const isPrincipal =
    Principal === '*' || [Principal.Federated ?? []].flat().some((name) => name === provider || name === '*');
  return (
    isPrincipal &&
    [Action].flat().some((name) => isLike(name.toLowerCase(), action.toLowerCase())) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, [wanted].flat(), valuesOf(context, key))),
    )
  );
};

/** True where the policy lets the holder of the provider's token do that. Throws UnknownOperator. */
export const isTrusted = ({ Statement: given }: TrustPolicy, asked: Asked): boolean => {
  const effects = [given].flat().flatMap((one) => (isAbout(one, asked) ? [one.Effect] : []));
  return effects.includes('Allow') && !effects.includes('Deny');
};
