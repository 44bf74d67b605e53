import { admin, app, type Leg } from '../step.ts';
import { makePool, makeUser, signIn } from './common.ts';

const pool = { IdentityPoolId: '{{identityPool}}' };
const provider = 'cognito-idp.us-east-1.amazonaws.com/{{pool}}';
const named = { ...pool, IdentityProviderName: provider };
const role = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;
const settings = {
  IdentityPoolName: 'journey',
  AllowUnauthenticatedIdentities: true,
  DeveloperProviderName: 'login.journey',
  CognitoIdentityProviders: [{ ProviderName: provider, ClientId: '{{client}}' }],
};
const arn = { ResourceArn: 'arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{{identityPool}}' };
const notFound = { refused: 'ResourceNotFoundException' } as const;
const notAuthorized = { refused: 'NotAuthorizedException' } as const;
const logins = { [provider]: '{{id}}' };
const developer = { ...pool, DeveloperProviderName: 'login.journey' };
const ofDeveloper = (user: string) => ({ ...pool, Logins: { 'login.journey': user } });
const badParameter = { refused: 'InvalidParameterException' } as const;

/** An identity pool for the users of a pool, with its roles and tags. */
export const identityPools: Leg = {
  name: 'identity pools',
  clock: 'journey',
  steps: [
    ...makePool(),
    ...makeUser('ada'),
    signIn('ada'),
    admin('IdentityCreateIdentityPool', 'an identity pool', settings, { keep: { identityPool: 'IdentityPoolId' } }),
    admin(
      'IdentityCreateIdentityPool',
      'with an unknown provider',
      { ...settings, SupportedLoginProviders: { 'login.example.com': 'x' } },
      badParameter,
    ),
    admin('IdentityDescribeIdentityPool', 'the pool', pool),
    app('IdentityGetId', 'a guest', pool, { keep: { guest: 'IdentityId' } }),
    app('IdentityGetId', 'a user', { ...pool, Logins: logins }, { keep: { identity: 'IdentityId' } }),
    app('IdentityGetId', 'the user again', { ...pool, Logins: logins }),
    app('IdentityGetId', 'an access token', { ...pool, Logins: { [provider]: '{{access}}' } }, notAuthorized),
    app('IdentityGetId', 'an unknown provider', { ...pool, Logins: { 'www.amazon.com': '{{id}}' } }, notAuthorized),
    app('IdentityGetOpenIdToken', 'of the user', { IdentityId: '{{identity}}', Logins: logins }),
    app('IdentityGetOpenIdToken', 'of the guest', { IdentityId: '{{guest}}' }),
    app('IdentityGetOpenIdToken', 'of the user, without a login', { IdentityId: '{{identity}}' }, notAuthorized),
    app('IdentityGetOpenIdToken', 'the guest is the user', { IdentityId: '{{guest}}', Logins: logins }),
    admin('IdentityDescribeIdentity', 'the user', { IdentityId: '{{identity}}' }),
    admin('IdentityDescribeIdentity', 'the guest, who is nobody', { IdentityId: '{{guest}}' }),
    admin('IdentityListIdentities', 'all', { ...pool, MaxResults: 60 }, { unordered: true }),
    admin('IdentityGetOpenIdTokenForDeveloperIdentity', 'a user of the developer', ofDeveloper('one'), {
      keep: { one: 'IdentityId' },
    }),
    admin('IdentityGetOpenIdTokenForDeveloperIdentity', 'another one', ofDeveloper('other')),
    admin('IdentityGetOpenIdTokenForDeveloperIdentity', 'of nobody', { ...pool, Logins: { x: 'one' } }, notAuthorized),
    admin('IdentityMergeDeveloperIdentities', 'the two are one', {
      ...developer,
      SourceUserIdentifier: 'other',
      DestinationUserIdentifier: 'one',
    }),
    admin('IdentityLookupDeveloperIdentity', 'both', { ...pool, IdentityId: '{{one}}' }),
    admin('IdentityUnlinkDeveloperIdentity', 'one of them', {
      ...developer,
      IdentityId: '{{one}}',
      DeveloperUserIdentifier: 'other',
    }),
    admin('IdentityLookupDeveloperIdentity', 'nobody', { ...pool, DeveloperUserIdentifier: 'other' }, notFound),
    app('IdentityUnlinkIdentity', 'the user', {
      IdentityId: '{{identity}}',
      Logins: logins,
      LoginsToRemove: [provider],
    }),
    admin('IdentityDeleteIdentities', 'the guest', { IdentityIdsToDelete: ['{{guest}}'] }),
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
    app('IdentityGetId', 'another guest', pool, { keep: { guest: 'IdentityId' } }),
    app(
      'IdentityGetCredentialsForIdentity',
      'of the guest',
      { IdentityId: '{{guest}}' },
      {
        leaves: [
          'Credentials.AccessKeyId',
          'Credentials.SecretKey',
          'Credentials.SessionToken',
          'Credentials.Expiration',
        ],
      },
    ),
    app(
      'IdentityGetCredentialsForIdentity',
      'of the guest, with a role',
      { IdentityId: '{{guest}}', CustomRoleArn: role('user') },
      notAuthorized,
    ),
    app('IdentityGetOpenIdToken', 'with role mappings', { IdentityId: '{{guest}}' }, badParameter),
    admin('RotateIdentitySigningKeys', 'a new key', {}, { unordered: true }),
    admin('RotateIdentitySigningKeys', 'another one, too early', {}, { refused: 'LimitExceededException' }),
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
