import type { RoleMapping } from '@aws-sdk/client-cognito-identity';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guestSessionPolicy } from '#shared/domain/identity-pools/guest-policy.ts';
import { type ChoosingLogin, chooseRole } from '#shared/domain/identity-pools/role-choice.ts';

const arn = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;
const roles = { authenticated: arn('user'), unauthenticated: arn('guest') };
const token = (resolution: 'AuthenticatedRole' | 'Deny'): RoleMapping => ({
  Type: 'Token',
  AmbiguousRoleResolution: resolution,
});
type Match = 'Equals' | 'NotEqual' | 'StartsWith' | 'Contains';
const rules = (
  ...given: readonly (readonly [Claim: string, MatchType: Match, Value: string, role: string])[]
): RoleMapping => ({
  Type: 'Rules',
  AmbiguousRoleResolution: 'Deny',
  RulesConfiguration: {
    Rules: given.map(([Claim, MatchType, Value, role]) => ({ Claim, MatchType, Value, RoleARN: arn(role) })),
  },
});
const login = (claims: object, mapping?: RoleMapping, isOfUserPool = true): ChoosingLogin => ({
  claims: { ...claims },
  mapping,
  isOfUserPool,
});
const chosen = (
  logins: readonly ChoosingLogin[],
  customRoleArn?: string,
  given: Record<string, string> = roles,
): string => {
  try {
    return chooseRole({ isGuest: logins.length === 0, roles: given, logins, customRoleArn }).replace(arn(''), '');
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : '';
  }
};

const ambiguous = 'NotAuthorizedException: The ambiguous role mapping rules denied this request';
const notYours = 'NotAuthorizedException: The CustomRoleArn is not among the roles of the user.';
const wrong =
  'InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.';
const member = { 'cognito:roles': [arn('a'), arn('b')], 'cognito:preferred_role': arn('b') };
const undecided = { 'cognito:roles': [arn('a'), arn('b')] };
const single = { 'cognito:roles': [arn('a')] };
const plan = (plan: unknown) => ({ 'custom:plan': plan });

describe('the role of a request', () => {
  it.each<[string, string, readonly ChoosingLogin[], (string | undefined)?, Record<string, string>?]>([
    ['a guest', 'guest', []],
    ['a guest of a pool without a role for guests', wrong, [], undefined, { authenticated: arn('user') }],
    ['a guest who asks for a role', notYours, [], arn('guest')],
    ['a guest who asks for the role of users', notYours, [], arn('user')],
    ['a user without a mapping', 'user', [login({})]],
    ['a user of a pool without a role for users', wrong, [login({})], undefined, { unauthenticated: arn('guest') }],
    ['a user with roles, without a mapping', 'user', [login(member)]],
    ['a user who asks for one of the roles', 'a', [login(member)], arn('a')],
    ['a user who asks for one of the roles, whatever the mapping', 'a', [login(member, token('Deny'))], arn('a')],
    ['a user who asks for another role', notYours, [login(member)], arn('user')],
    ['a user who asks for a role that another provider names', notYours, [login(member, undefined, false)], arn('a')],
    ['by token: the preferred role', 'b', [login(member, token('Deny'))]],
    ['by token: the only role', 'a', [login(single, token('Deny'))]],
    ['by token: two roles, denied', ambiguous, [login(undecided, token('Deny'))]],
    ['by token: two roles, not denied', 'user', [login(undecided, token('AuthenticatedRole'))]],
    ['by token: no role, denied', ambiguous, [login({}, token('Deny'))]],
    [
      'by token: no role, not denied, and the pool has none',
      wrong,
      [login({}, token('AuthenticatedRole'))],
      undefined,
      {},
    ],
    [
      'by token: what is no role',
      ambiguous,
      [login({ 'cognito:roles': 'x', 'cognito:preferred_role': 7 }, token('Deny'))],
    ],
    [
      'by rules: the first that matches',
      'x',
      [
        login(
          plan('paid'),
          rules(
            ['custom:plan', 'Equals', 'free', 'w'],
            ['custom:plan', 'StartsWith', 'pa', 'x'],
            ['custom:plan', 'Equals', 'paid', 'y'],
          ),
        ),
      ],
    ],
    ['by rules: one that contains', 'x', [login(plan('unpaid'), rules(['custom:plan', 'Contains', 'pai', 'x']))]],
    ['by rules: case matters', ambiguous, [login(plan('Paid'), rules(['custom:plan', 'Equals', 'paid', 'x']))]],
    ['by rules: another value', 'x', [login(plan('free'), rules(['custom:plan', 'NotEqual', 'paid', 'x']))]],
    [
      'by rules: another value of a claim that is absent',
      ambiguous,
      [login({}, rules(['custom:plan', 'NotEqual', 'paid', 'x']))],
    ],
    [
      'by rules: any value of a list',
      'x',
      [login({ 'cognito:groups': ['a', 'admins'] }, rules(['cognito:groups', 'Equals', 'admins', 'x']))],
    ],
    [
      'by rules: a truth value',
      'x',
      [login({ email_verified: true }, rules(['email_verified', 'Equals', 'true', 'x']))],
    ],
    [
      'by rules: no name that every object has',
      ambiguous,
      [login({}, rules(['constructor', 'Contains', 'Object', 'x']))],
    ],
    [
      'by rules: not by the roles of the token',
      ambiguous,
      [login(member, rules(['custom:plan', 'Equals', 'paid', 'x']))],
    ],
    ['two logins: the one with a mapping', 'a', [login({}), login(single, token('Deny'))]],
  ])('of %s is %s', (_what, expected, logins, customRoleArn, given) => {
    expect(chosen(logins, customRoleArn, given)).toBe(expected);
  });

  // Everything that the choice depends on, in every combination; the outcome by the first line that fits.
  it('is the same as by the table, in every case', () => {
    const asks = { nothing: undefined, 'a role of the token': arn('a'), 'another role': arn('z') } as const;
    const tokens = { preferred: member, undecided, single, none: {} } as const;
    const mappings = {
      none: undefined,
      token: (resolution: 'AuthenticatedRole' | 'Deny') => token(resolution),
      'rules that match': (AmbiguousRoleResolution: 'AuthenticatedRole' | 'Deny') => ({
        ...rules(['plan', 'Equals', 'paid', 'ruled']),
        AmbiguousRoleResolution,
      }),
      'rules that do not match': (AmbiguousRoleResolution: 'AuthenticatedRole' | 'Deny') => ({
        ...rules(['plan', 'Equals', 'free', 'ruled']),
        AmbiguousRoleResolution,
      }),
    } as const;
    const byToken = { preferred: 'b', undecided: undefined, single: 'a', none: undefined } as const;
    const isNamed = { preferred: true, undecided: true, single: true, none: false } as const;
    const keysOf = <T extends object>(of: T) => Object.keys(of) as (keyof T)[];

    let walked = 0;
    for (const isUser of [false, true])
      for (const isOfUserPool of [false, true])
        for (const ask of keysOf(asks))
          for (const says of keysOf(tokens))
            for (const by of keysOf(mappings))
              for (const resolution of ['AuthenticatedRole', 'Deny'] as const)
                for (const own of [roles, {}]) {
                  const mapping = mappings[by]?.(resolution);
                  const logins = isUser ? [login({ plan: 'paid', ...tokens[says] }, mapping, isOfUserPool)] : [];
                  const ofPool = (role: 'user' | 'guest') => (own === roles ? role : wrong);
                  const otherwise = resolution === 'Deny' ? ambiguous : ofPool('user');
                  const table: readonly (readonly [boolean, string])[] = [
                    [!isUser && ask === 'nothing', ofPool('guest')],
                    [ask === 'a role of the token' && isUser && isOfUserPool && isNamed[says], 'a'],
                    [ask !== 'nothing', notYours],
                    [by === 'none', ofPool('user')],
                    [by === 'token', byToken[says] ?? otherwise],
                    [by === 'rules that match', 'ruled'],
                    [true, otherwise],
                  ];
                  const expected = table.find(([fits]) => fits)?.[1];
                  const found = chosen(logins, asks[ask], own);
                  expect([isUser, isOfUserPool, ask, says, by, resolution, found]).toEqual([
                    ...[isUser, isOfUserPool, ask, says, by, resolution],
                    expected,
                  ]);
                  walked += 1;
                }
    expect(walked).toBe(2 * 2 * 3 * 4 * 4 * 2 * 2);
  });

  const name = fc.constantFrom('a', 'b', 'c', 'user', 'guest');
  const anArn = name.map(arn);
  const claims = fc.record(
    {
      'cognito:roles': fc.oneof(fc.array(anArn, { maxLength: 3 }), fc.constant('odd')),
      'cognito:preferred_role': fc.oneof(anArn, fc.constant(null)),
      'custom:plan': fc.oneof(fc.constantFrom('paid', 'free'), fc.array(fc.constantFrom('paid', 'free'))),
    },
    { requiredKeys: [] },
  );
  const rule = fc.record({
    Claim: fc.constantFrom('custom:plan', 'absent', '__proto__'),
    MatchType: fc.constantFrom<Match>('Equals', 'NotEqual', 'StartsWith', 'Contains'),
    Value: fc.constantFrom('paid', 'free', 'p'),
    RoleARN: anArn,
  });
  const mapping = fc.record({
    Type: fc.constantFrom('Token' as const, 'Rules' as const),
    AmbiguousRoleResolution: fc.constantFrom('AuthenticatedRole' as const, 'Deny' as const),
    RulesConfiguration: fc.record({ Rules: fc.array(rule, { minLength: 1, maxLength: 4 }) }),
  });
  const logins = fc.array(
    fc.record({ claims, mapping: fc.option(mapping, { nil: undefined }), isOfUserPool: fc.boolean() }),
    { maxLength: 3 },
  );
  const poolRoles = fc.constantFrom<Record<string, string>>(roles, {}, { authenticated: arn('user') });

  it('is never that of users for a guest, and never one that nothing allows', () => {
    fc.assert(
      fc.property(logins, poolRoles, fc.option(anArn, { nil: undefined }), (given, own, custom) => {
        const isGuest = given.length === 0;
        let role: string;
        try {
          role = chooseRole({ isGuest, roles: own, logins: given, customRoleArn: custom });
        } catch {
          return;
        }
        const named = (login: (typeof given)[number]): unknown[] => [
          login.claims['cognito:roles'],
          login.claims['cognito:preferred_role'],
        ];
        const byToken = given.filter(
          (one) => one.mapping?.Type === 'Token' || (custom !== undefined && one.isOfUserPool),
        );
        const byRules = given.flatMap((one) =>
          one.mapping?.Type === 'Rules' ? one.mapping.RulesConfiguration.Rules.map(({ RoleARN }) => RoleARN) : [],
        );
        const allowed = isGuest
          ? [own.unauthenticated]
          : [own.authenticated, ...byRules, ...byToken.flatMap(named).flat()];
        expect(allowed).toContain(role);
        if (isGuest) expect(role).not.toBe(own.authenticated);
        if (custom !== undefined) expect(role).toBe(custom);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the session policy of guests', () => {
  it('is one that STS takes, and allows nothing of IAM, STS and EC2', () => {
    expect(guestSessionPolicy.length).toBeLessThanOrEqual(2048);
    const { Statement } = JSON.parse(guestSessionPolicy);
    expect(JSON.stringify(Statement[0].Action)).not.toMatch(/"(?:\*|iam:|sts:|ec2:)/);
  });
});
