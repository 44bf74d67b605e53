import { admin, type Leg } from '../step.ts';
import { makePool } from './common.ts';

const pool = { IdentityPoolId: '{{identityPool}}' };
const provider = 'cognito-idp.us-east-1.amazonaws.com/{{pool}}';
const named = { ...pool, IdentityProviderName: provider };
const role = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;
const settings = {
  IdentityPoolName: 'journey',
  AllowUnauthenticatedIdentities: true,
  CognitoIdentityProviders: [{ ProviderName: provider, ClientId: '{{client}}' }],
};
const arn = { ResourceArn: 'arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{{identityPool}}' };
const notFound = { refused: 'ResourceNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** An identity pool for the users of a pool, with its roles and tags. */
export const identityPools: Leg = {
  name: 'identity pools',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('IdentityCreateIdentityPool', 'an identity pool', settings, { keep: { identityPool: 'IdentityPoolId' } }),
    admin(
      'IdentityCreateIdentityPool',
      'with an unknown provider',
      { ...settings, SupportedLoginProviders: { 'login.example.com': 'x' } },
      badParameter,
    ),
    admin('IdentityDescribeIdentityPool', 'the pool', pool),
    admin('IdentityUpdateIdentityPool', 'without the classic flow', { ...pool, ...settings, AllowClassicFlow: false }),
    admin('IdentitySetIdentityPoolRoles', 'roles', {
      ...pool,
      Roles: { authenticated: role('user'), unauthenticated: role('guest') },
      RoleMappings: { [`${provider}:{{client}}`]: { Type: 'Token', AmbiguousRoleResolution: 'Deny' } },
    }),
    admin(
      'IdentitySetIdentityPoolRoles',
      'a mapping of an unknown provider',
      { ...pool, Roles: {}, RoleMappings: { 'www.amazon.com': { Type: 'Token', AmbiguousRoleResolution: 'Deny' } } },
      badParameter,
    ),
    admin('IdentityGetIdentityPoolRoles', 'the roles', pool),
    admin('IdentitySetPrincipalTagAttributeMap', 'tags of sessions', { ...named, UseDefaults: true }),
    admin('IdentityGetPrincipalTagAttributeMap', 'those tags', named),
    admin('IdentityTagResource', 'a tag', { ...arn, Tags: { team: 'journey', stage: 'test' } }),
    admin('IdentityUntagResource', 'one less', { ...arn, TagKeys: ['stage'] }),
    admin('IdentityListTagsForResource', 'the tags', arn),
    admin('IdentityDeleteIdentityPool', 'no pool', pool),
    admin('IdentityDeleteIdentityPool', 'none', pool, notFound),
    admin(
      'IdentityListIdentityPools',
      'the first',
      { MaxResults: 1 },
      { unordered: true, leaves: ['IdentityPools', 'NextToken'] },
    ),
  ],
};
