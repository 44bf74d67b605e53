import {
  GetIdentityPoolRolesCommand,
  type RoleMapping,
  SetIdentityPoolRolesCommand,
  type SetIdentityPoolRolesCommandInput,
} from '@aws-sdk/client-cognito-identity';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  identityAdmin,
  issuerNameOf,
  makeIdentityPool,
  providerOf,
  roleArn,
  unknownId,
} from '#tests/support/identity-pools.ts';

const oidc = 'arn:aws:iam::000000000000:oidc-provider/id.example.com';
const userPool = 'us-east-1_aaaaaaaaa';
let poolId: string;

const set = (given: Partial<SetIdentityPoolRolesCommandInput>) =>
  identityAdmin().send(new SetIdentityPoolRolesCommand({ IdentityPoolId: poolId, Roles: {}, ...given }));

const get = async () => {
  const { $metadata: _, ...roles } = await identityAdmin().send(
    new GetIdentityPoolRolesCommand({ IdentityPoolId: poolId }),
  );
  return roles;
};

const byToken: RoleMapping = { Type: 'Token', AmbiguousRoleResolution: 'Deny' };
const rule = { Claim: 'custom:plan', MatchType: 'Equals', Value: 'paid', RoleARN: roleArn('paid') } as const;
const byRules = (count = 1): RoleMapping => ({
  Type: 'Rules',
  AmbiguousRoleResolution: 'AuthenticatedRole',
  RulesConfiguration: { Rules: Array.from({ length: count }, () => rule) },
});

describe('SetIdentityPoolRoles', () => {
  beforeAll(async () => {
    poolId = await makeIdentityPool({
      CognitoIdentityProviders: [{ ProviderName: providerOf(userPool), ClientId: 'client1' }],
      SupportedLoginProviders: { 'accounts.google.com': 'x' },
      OpenIdConnectProviderARNs: [oidc],
    });
  });

  it('replaces everything, and answers nothing', async () => {
    const Roles = { authenticated: roleArn('users'), unauthenticated: roleArn('guests') };
    const RoleMappings = {
      [`${providerOf(userPool)}:client1`]: byToken,
      'accounts.google.com': byRules(),
      [oidc]: byRules(25),
    };

    const { $metadata: _, ...answer } = await set({ Roles, RoleMappings });

    expect(answer).toEqual({});
    expect(await get()).toEqual({ IdentityPoolId: poolId, Roles, RoleMappings });
    await set({ Roles: { authenticated: roleArn('users') } });
    expect(await get()).toEqual({ IdentityPoolId: poolId, Roles: { authenticated: roleArn('users') } });
    await set({});
    expect(await get()).toEqual({ IdentityPoolId: poolId, Roles: {} });
  });

  it('takes the name of a user pool by its issuer here, too', async () => {
    const RoleMappings = { [`${issuerNameOf(userPool)}:client1`]: byToken };
    await set({ RoleMappings });
    expect(await get()).toMatchObject({ RoleMappings });
  });

  it.each([
    ['a provider with its scheme', `https://${providerOf(userPool)}:client1`],
    ['a user pool without its client', providerOf(userPool)],
    ['a client that the pool has not', `${providerOf(userPool)}:client2`],
    ['a provider that the pool has not', 'www.amazon.com'],
  ])('refuses a mapping of %s', async (_what, name) => {
    await expect(set({ RoleMappings: { [name]: byToken } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `(${name}) is not a valid RoleMapping ProviderName or is not a configured provider.`,
    });
  });

  it.each<[string, RoleMapping, RegExp]>([
    ['without AmbiguousRoleResolution', { Type: 'Token' }, /^AmbiguousRoleResolution is required/],
    ['without its rules', { Type: 'Rules', AmbiguousRoleResolution: 'Deny' }, /has no RulesConfiguration/],
    ['with 26 rules', byRules(26), /has more than 25 rules/],
    [
      'with a rule whose role is none',
      { ...byRules(), RulesConfiguration: { Rules: [{ ...rule, RoleARN: 'arn:aws:iam::aws:policy/x' }] } },
      /is not the ARN of an IAM role/,
    ],
  ])('refuses a mapping %s', async (_what, mapping, message) => {
    await expect(set({ RoleMappings: { 'accounts.google.com': mapping } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('refuses roles that are none, and kinds of roles that there are not', async () => {
    await expect(set({ Roles: { authenticated: 'arn:aws:iam::000000000000:user/x' } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'arn:aws:iam::000000000000:user/x is not the ARN of an IAM role.',
    });
    await expect(set({ Roles: { admin: roleArn('x') } })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('knows no pool that is not there', async () => {
    await expect(set({ IdentityPoolId: unknownId() })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
