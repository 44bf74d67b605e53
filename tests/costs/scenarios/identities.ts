import {
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  GetCredentialsForIdentityCommand,
  GetOpenIdTokenCommand,
  ListIdentitiesCommand,
  LookupDeveloperIdentityCommand,
  MergeDeveloperIdentitiesCommand,
  SetIdentityPoolRolesCommand,
  UnlinkDeveloperIdentityCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { get } from '#tests/support/discovery.ts';
import {
  developerName,
  developerToken,
  getId,
  identityAdmin,
  identityClient,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  type PoolPair,
  providerOf,
  roleArn,
} from '#tests/support/identity-pools.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { corp, registerSamlProviders, samlLogin } from '#tests/support/saml/iam-provider.ts';
import type { Scenario } from '../scenario.ts';
import { newUser, once } from '../subjects.ts';

const admin = identityAdmin();
const anyone = identityClient();

const pair = once(() => makePoolPair({ DeveloperProviderName: developerName }));
const checkingPair = once(() => makePoolPair({}, { checks: true }));

const newLogins = async (of: PoolPair): Promise<Record<string, string>> => loginsOf(of, await newUser(of));

const samlPool = once(() => {
  registerSamlProviders();
  return makeIdentityPool({ SamlProviderARNs: [corp] });
});

const withRoles = new Set<string>();

let named = 0;

const newDeveloperUser = (): string => {
  named += 1;
  return `developer-user-${String(named).padStart(5, '0')}`;
};

const known = async (of: PoolPair) => {
  const logins = await newLogins(of);
  return { logins, identityId: await getId(of.identityPoolId, logins) };
};

const documents: readonly Scenario[] = (
  [
    ['identity-jwks', 'jwks.json'],
    ['identity-openid-configuration', 'openid-configuration'],
  ] as const
).map(([operation, name]) => ({
  operation,
  prepare: async () => {
    await pair();
    return () => get(`/identity/.well-known/${name}`);
  },
}));

export const identities: readonly Scenario[] = [
  {
    operation: 'IdentityGetId',
    way: 'of a guest',
    prepare: async () => {
      const { identityPoolId } = await pair();
      return () => getId(identityPoolId);
    },
  },
  {
    operation: 'IdentityGetId',
    way: 'the first time',
    prepare: async () => {
      const of = await pair();
      const logins = await newLogins(of);
      return () => getId(of.identityPoolId, logins);
    },
  },
  {
    operation: 'IdentityGetId',
    way: 'later',
    prepare: async () => {
      const of = await pair();
      const { logins } = await known(of);
      return () => getId(of.identityPoolId, logins);
    },
  },
  {
    operation: 'IdentityGetId',
    way: 'later, with ServerSideTokenCheck',
    prepare: async () => {
      const of = await checkingPair();
      const { logins } = await known(of);
      return () => getId(of.identityPoolId, logins);
    },
  },
  {
    operation: 'IdentityGetId',
    way: 'later, by an assertion',
    prepare: async () => {
      const poolId = await samlPool();
      await getId(poolId, { [corp]: samlLogin() });
      const logins = { [corp]: samlLogin() };
      return () => getId(poolId, logins);
    },
  },
  {
    operation: 'IdentityGetOpenIdToken',
    prepare: async () => {
      const { identityId: IdentityId, logins: Logins } = await known(await pair());
      return () => anyone.send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
    },
  },
  {
    operation: 'IdentityGetOpenIdToken',
    way: 'of a guest who logs in',
    prepare: async () => {
      const of = await pair();
      const [IdentityId, Logins] = [await getId(of.identityPoolId), await newLogins(of)];
      return () => anyone.send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
    },
  },
  {
    operation: 'IdentityGetOpenIdToken',
    way: 'of a guest who is a known user',
    prepare: async () => {
      const of = await pair();
      const [IdentityId, { logins: Logins }] = [await getId(of.identityPoolId), await known(of)];
      return () => anyone.send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
    },
  },
  ...(
    [
      ['', pair],
      ['with ServerSideTokenCheck', checkingPair],
    ] as const
  ).map(([way, of]) => ({
    operation: 'IdentityGetCredentialsForIdentity',
    way,
    prepare: async () => {
      const { identityPoolId: IdentityPoolId } = await of();
      const Roles = { authenticated: roleArn('user') };
      const { identityId: IdentityId, logins: Logins } = await known(await of());
      if (!withRoles.has(IdentityPoolId)) await admin.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }));
      withRoles.add(IdentityPoolId);
      return () => anyone.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
    },
  })),
  {
    operation: 'IdentityUnlinkIdentity',
    prepare: async () => {
      const of = await pair();
      const { identityId: IdentityId, logins: Logins } = await known(of);
      const LoginsToRemove = [providerOf(of.poolId)];
      return () => anyone.send(new UnlinkIdentityCommand({ IdentityId, Logins, LoginsToRemove }));
    },
  },
  {
    operation: 'IdentityDescribeIdentity',
    prepare: async () => {
      const { identityId: IdentityId } = await known(await pair());
      return () => admin.send(new DescribeIdentityCommand({ IdentityId }));
    },
  },
  {
    operation: 'IdentityListIdentities',
    way: 'of one, which is in the first part',
    prepare: async () => {
      const { identityPoolId: IdentityPoolId } = await makePoolPair();
      let id = '';
      while (!/[048c]$/.test(id)) id = await getId(IdentityPoolId);
      return () => admin.send(new ListIdentitiesCommand({ IdentityPoolId, MaxResults: 1 }));
    },
  },
  {
    operation: 'IdentityDeleteIdentities',
    way: 'of one user',
    prepare: async () => {
      const { identityId } = await known(await pair());
      return () => admin.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [identityId] }));
    },
  },
  {
    operation: 'IdentityGetOpenIdTokenForDeveloperIdentity',
    way: 'the first time',
    prepare: async () => {
      const { identityPoolId } = await pair();
      const user = newDeveloperUser();
      return () => developerToken(identityPoolId, user);
    },
  },
  {
    operation: 'IdentityGetOpenIdTokenForDeveloperIdentity',
    way: 'later',
    prepare: async () => {
      const { identityPoolId } = await pair();
      const user = newDeveloperUser();
      await developerToken(identityPoolId, user);
      return () => developerToken(identityPoolId, user);
    },
  },
  {
    operation: 'IdentityLookupDeveloperIdentity',
    prepare: async () => {
      const { identityPoolId: IdentityPoolId } = await pair();
      const user = newDeveloperUser();
      await developerToken(IdentityPoolId, user);
      return () => admin.send(new LookupDeveloperIdentityCommand({ IdentityPoolId, DeveloperUserIdentifier: user }));
    },
  },
  {
    operation: 'IdentityMergeDeveloperIdentities',
    prepare: async () => {
      const { identityPoolId: IdentityPoolId } = await pair();
      const [SourceUserIdentifier, DestinationUserIdentifier] = [newDeveloperUser(), newDeveloperUser()];
      await developerToken(IdentityPoolId, SourceUserIdentifier);
      await developerToken(IdentityPoolId, DestinationUserIdentifier);
      const merging = { SourceUserIdentifier, DestinationUserIdentifier, DeveloperProviderName: developerName };
      return () => admin.send(new MergeDeveloperIdentitiesCommand({ IdentityPoolId, ...merging }));
    },
  },
  {
    operation: 'IdentityUnlinkDeveloperIdentity',
    prepare: async () => {
      const { identityPoolId: IdentityPoolId } = await pair();
      const user = newDeveloperUser();
      const { identityId: IdentityId } = await developerToken(IdentityPoolId, user);
      const unlinked = { IdentityId, DeveloperProviderName: developerName, DeveloperUserIdentifier: user };
      return () => admin.send(new UnlinkDeveloperIdentityCommand({ IdentityPoolId, ...unlinked }));
    },
  },
  {
    operation: 'RotateIdentitySigningKeys',
    prepare: async () => {
      await pair();
      return () => callOwn('RotateIdentitySigningKeys', { OverlapSeconds: 0 });
    },
  },
  ...documents,
];
