import { randomUUID } from 'node:crypto';
import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  GetSigningCertificateCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeScriptedApp } from '#tests/support/federation.ts';
import { makeProvider, openIdDetails } from '#tests/support/identity-providers.ts';
import { setPolicy } from '#tests/support/linking.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { goOn, readTest, startTest } from '#tests/support/provider-tests.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { admin, once } from '../subjects.ts';

/** A pool with three providers, to which each round adds none. */
const threeProviders = once(async () => {
  const pool = await makePool();
  for (const ProviderName of ['First', 'Second', 'Third']) {
    await makeProvider(pool, { ProviderName, IdpIdentifiers: [`${ProviderName}.example`] });
  }
  return pool;
});

const federatedPool = async () => ({ UserPoolId: (await threeProviders()).poolId });

const trustingPool = once(async () => {
  const pool = await makePool();
  await makeProvider(pool);
  await setPolicy(pool, 'VERIFIED_EMAIL', ['Corporate']);
  return pool.poolId;
});

const newName = (): string => `p${randomUUID().slice(0, 20)}`;

/** A user, and an account elsewhere to link with. */
const linkable = async () => {
  const { UserPoolId } = await federatedPool();
  const { username } = await makeUser({ poolId: UserPoolId });
  const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: username };
  const User = { ProviderName: 'First', ProviderAttributeValue: randomUUID() };
  return { UserPoolId, DestinationUser, User };
};

export const identityProviders: readonly Scenario[] = [
  {
    operation: 'AdminLinkProviderForUser',
    prepare: async () => {
      const { UserPoolId, DestinationUser, User } = await linkable();
      return () => admin.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
    },
  },
  {
    operation: 'AdminDisableProviderForUser',
    prepare: async () => {
      const { UserPoolId, DestinationUser, User } = await linkable();
      await admin.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
      return () => admin.send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
    },
  },
  {
    operation: 'DisableProviderForUser',
    prepare: async () => {
      const { UserPoolId, DestinationUser, User } = await linkable();
      await admin.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
      const { AccessToken } = await signIn(await threeProviders(), {
        username: DestinationUser.ProviderAttributeValue,
      });
      return () => callOwnUnsigned('DisableProviderForUser', { AccessToken, User });
    },
  },
  {
    operation: 'AdminStartProviderTest',
    prepare: async () => {
      const { poolId: UserPoolId, clientId: ClientId } = await threeProviders();
      return () => callOwn('AdminStartProviderTest', { UserPoolId, ClientId, ProviderName: 'First' });
    },
  },
  {
    operation: 'provider-test',
    way: 'the page',
    prepare: async () => {
      const { TestUrl } = await startTest(await makeScriptedApp());
      const { pathname, search } = new URL(TestUrl);
      return () => newUserAgent().get(`${pathname}${search}`);
    },
  },
  {
    operation: 'provider-test',
    way: 'on to the provider',
    prepare: async () => {
      const { TestUrl } = await startTest(await makeScriptedApp());
      const { pathname, search } = new URL(TestUrl);
      const agent = newUserAgent();
      const page = await agent.get(`${pathname}${search}`);
      return () => submit(agent, page, {});
    },
  },
  {
    operation: 'AdminGetProviderTest',
    way: 'at its end',
    prepare: async () => {
      const app = await makeScriptedApp({ discovery: { status: 503 } });
      const started = await startTest(app);
      await goOn(newUserAgent(), started);
      return () => readTest(app, started);
    },
  },
  {
    operation: 'GetSigningCertificate',
    prepare: async () => {
      const pool = await federatedPool();
      await admin.send(new GetSigningCertificateCommand(pool));
      return () => admin.send(new GetSigningCertificateCommand(pool));
    },
  },
  {
    operation: 'CreateIdentityProvider',
    way: 'with an identifier',
    prepare: async () => {
      const pool = await federatedPool();
      const ProviderName = newName();
      const provider = { ProviderName, ProviderType: 'OIDC', ProviderDetails: openIdDetails } as const;
      return () =>
        admin.send(new CreateIdentityProviderCommand({ ...pool, ...provider, IdpIdentifiers: [ProviderName] }));
    },
  },
  {
    operation: 'UpdateIdentityProvider',
    prepare: async () => {
      const pool = await federatedPool();
      const AttributeMapping = { name: 'name' };
      return () => admin.send(new UpdateIdentityProviderCommand({ ...pool, ProviderName: 'First', AttributeMapping }));
    },
  },
  {
    operation: 'DescribeIdentityProvider',
    prepare: async () => {
      const pool = await federatedPool();
      return () => admin.send(new DescribeIdentityProviderCommand({ ...pool, ProviderName: 'First' }));
    },
  },
  {
    operation: 'GetIdentityProviderByIdentifier',
    prepare: async () => {
      const pool = await federatedPool();
      return () => admin.send(new GetIdentityProviderByIdentifierCommand({ ...pool, IdpIdentifier: 'First.example' }));
    },
  },
  {
    operation: 'ListIdentityProviders',
    way: 'of three',
    prepare: async () => {
      const pool = await federatedPool();
      return () => admin.send(new ListIdentityProvidersCommand({ ...pool, MaxResults: 3 }));
    },
  },
  {
    operation: 'DeleteIdentityProvider',
    prepare: async () => {
      const { UserPoolId } = await federatedPool();
      const ProviderName = newName();
      await makeProvider({ poolId: UserPoolId }, { ProviderName });
      return () => admin.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName }));
    },
  },
  {
    operation: 'CreateUserPoolClient',
    way: 'with two identity providers',
    prepare: async () => {
      const pool = await federatedPool();
      const SupportedIdentityProviders = ['COGNITO', 'First', 'Second'];
      return () =>
        admin.send(new CreateUserPoolClientCommand({ ...pool, ClientName: 'test', SupportedIdentityProviders }));
    },
  },
  {
    operation: 'SetUserPoolLinkingPolicy',
    prepare: async () => {
      const { UserPoolId } = await federatedPool();
      const asked = { UserPoolId, Policy: 'VERIFIED_EMAIL', TrustedProviders: ['First'] };
      return () => callOwn('SetUserPoolLinkingPolicy', asked);
    },
  },
  {
    operation: 'GetUserPoolLinkingPolicy',
    prepare: async () => {
      const UserPoolId = await trustingPool();
      return () => callOwn('GetUserPoolLinkingPolicy', { UserPoolId });
    },
  },
];
