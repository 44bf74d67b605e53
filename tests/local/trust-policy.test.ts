import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTrusted, UnknownOperator } from '#local/sts/trust-policy.ts';

const provider = 'arn:aws:iam::000000000000:oidc-provider/auth.example.com/identity';
const action = 'sts:AssumeRoleWithWebIdentity' as const;
const context = { 'host:aud': ['pool'], 'host:amr': ['authenticated', 'google'], 'host:Sub': ['a.b'] };

const allow = (Condition: Record<string, Record<string, string | string[]>> = {}, more: object = {}) => ({
  Effect: 'Allow' as const,
  Principal: { Federated: provider },
  Action: 'sts:*',
  Condition,
  ...more,
});

const trusted = (...Statement: ReturnType<typeof allow>[]): boolean =>
  isTrusted({ Statement }, { provider, action, context });

describe('a trust policy', () => {
  it.each<[string, ReturnType<typeof allow>, boolean]>([
    ['of the provider', allow(), true],
    ['of everybody', allow({}, { Principal: '*' }), true],
    ['of another provider', allow({}, { Principal: { Federated: `${provider}/guest` } }), false],
    ['of a service', allow({}, { Principal: { Service: 'lambda.amazonaws.com' } }), false],
    ['for another action', allow({}, { Action: 'sts:AssumeRole' }), false],
    ['for the action, in any case', allow({}, { Action: ['sts:assumerolewithwebidentity'] }), true],
    ['that allows a value', allow({ StringEquals: { 'host:aud': ['x', 'pool'] } }), true],
    ['that allows another value', allow({ StringEquals: { 'host:aud': 'x' } }), false],
    ['whose key is in another case', allow({ StringEquals: { 'HOST:AUD': 'pool' } }), true],
    ['whose value is in another case', allow({ StringEquals: { 'host:aud': 'Pool' } }), false],
    ['that does not mind the case', allow({ StringEqualsIgnoreCase: { 'host:aud': 'Pool' } }), true],
    ['about a key that is absent', allow({ StringEquals: { 'host:azp': 'x' } }), false],
    ['about a key, if it is there', allow({ StringEqualsIfExists: { 'host:azp': 'x' } }), true],
    ['that refuses a value', allow({ StringNotEquals: { 'host:aud': 'x' } }), true],
    ['that refuses this value', allow({ StringNotEquals: { 'host:aud': ['x', 'pool'] } }), false],
    ['that refuses what is absent', allow({ StringNotEquals: { 'host:azp': 'x' } }), true],
    ['with a pattern', allow({ StringLike: { 'host:sub': 'a?b' } }), true],
    ['whose pattern is no regular expression', allow({ StringLike: { 'host:sub': 'a.c*' } }), false],
    ['with a pattern that is refused', allow({ StringNotLike: { 'host:sub': 'a*' } }), false],
    ['about any value', allow({ 'ForAnyValue:StringEquals': { 'host:amr': 'google' } }), true],
    ['about any value of none', allow({ 'ForAnyValue:StringEquals': { 'host:azp': 'google' } }), false],
    ['about all values', allow({ 'ForAllValues:StringEquals': { 'host:amr': 'google' } }), false],
    ['about all values of none', allow({ 'ForAllValues:StringEquals': { 'host:azp': 'google' } }), true],
    ['where a key has to be absent', allow({ Null: { 'host:aud': 'true' } }), false],
    ['where a key has to be there', allow({ Null: { 'host:aud': 'false' } }), true],
    ['with two conditions', allow({ StringEquals: { 'host:aud': 'pool' }, StringLike: { 'host:sub': 'x' } }), false],
  ])('%s', (_what, statement, expected) => {
    expect(trusted(statement)).toBe(expected);
  });

  it('needs one statement that allows, and none that denies', () => {
    const denies = { ...allow({ StringLike: { 'host:sub': 'a*' } }), Effect: 'Deny' as const };
    expect(isTrusted({ Statement: allow() }, { provider, action, context })).toBe(true);
    expect(isTrusted({ Statement: [allow(), denies] }, { provider, action, context })).toBe(false);
    expect(isTrusted({ Statement: [denies] }, { provider, action, context })).toBe(false);
    expect(isTrusted({ Statement: [] }, { provider, action, context })).toBe(false);
  });

  it('has no operator that is not known', () => {
    for (const operator of ['NumericEquals', 'constructor', 'ForSomeValues:StringEquals', '']) {
      expect(() => trusted(allow({ [operator]: { 'host:aud': 'x' } }))).toThrow(UnknownOperator);
    }
  });

  it('takes a text as it is where the pattern has no star and no question mark', () => {
    const text = fc.string({ minLength: 1 }).filter((given) => !/[*?]/.test(given));
    fc.assert(
      fc.property(text, text, (wanted, value) => {
        const like = { Statement: allow({ StringLike: { k: wanted } }) };
        expect(isTrusted(like, { provider, action, context: { k: [value] } })).toBe(wanted === value);
        expect(isTrusted(like, { provider, action, context: { k: [wanted] } })).toBe(true);
      }),
    );
  });
});
