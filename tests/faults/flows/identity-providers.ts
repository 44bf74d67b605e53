import { randomUUID } from 'node:crypto';
import {
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  GetGroupCommand,
  GetIdentityProviderByIdentifierCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeScriptedApp } from '#tests/support/federation.ts';
import { makeProvider, openIdDetails } from '#tests/support/identity-providers.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { goOn, readTest, type StartedTest, startTest } from '#tests/support/provider-tests.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

// Of its own: other flows count nothing here.
const pool = once(() => makePool());

const nameOf = async (UserPoolId: string, IdpIdentifier: string): Promise<string | undefined> => {
  const asked = new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier });
  return (await admin.send(asked)).IdentityProvider?.ProviderName;
};

const isCounted = async (poolId: string): Promise<void> => {
  const items = await itemsAbout(`PROVIDERS#${poolId}`);
  const count = items.find(({ sk }) => sk === 'COUNT')?.count;
  expect(count).toBe(items.filter(({ type }) => type === 'IdentityProvider').length);
};

const groupOf = (UserPoolId: string, name: string) =>
  admin.send(new GetGroupCommand({ UserPoolId, GroupName: `${UserPoolId}_${name}` }));

/** A user, and an account elsewhere to link with. */
const linkable = async () => {
  const { poolId: UserPoolId } = await pool();
  await makeProvider({ poolId: UserPoolId }).catch(() => 'It is there.');
  const { username: Username } = await makeUser({ poolId: UserPoolId });
  const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: Username };
  const User = { ProviderName: 'Corporate', ProviderAttributeValue: randomUUID() };
  const identities = async () => {
    const { UserAttributes = [] } = await admin.send(new AdminGetUserCommand({ UserPoolId, Username }));
    return JSON.parse(UserAttributes.find(({ Name }) => Name === 'identities')?.Value ?? '[]');
  };
  return { UserPoolId, DestinationUser, User, identities };
};

export const identityProviders: readonly Flow[] = [
  {
    operation: 'AdminLinkProviderForUser',
    prepare: async () => {
      const { UserPoolId, DestinationUser, User, identities } = await linkable();
      return {
        call: () => admin.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User })),
        doneBefore: ['InvalidParameterException'],
        proof: async () => expect(await identities()).toMatchObject([{ userId: User.ProviderAttributeValue }]),
      };
    },
  },
  {
    operation: 'AdminDisableProviderForUser',
    prepare: async () => {
      const { UserPoolId, DestinationUser, User, identities } = await linkable();
      await admin.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
      return {
        call: () => admin.send(new AdminDisableProviderForUserCommand({ UserPoolId, User })),
        doneBefore: ['InvalidParameterException'],
        proof: async () => expect(await identities()).toEqual([]),
      };
    },
  },
  {
    operation: 'DisableProviderForUser',
    prepare: async () => {
      const { UserPoolId, DestinationUser, User, identities } = await linkable();
      await admin.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
      const { AccessToken } = await signIn(await pool(), { username: DestinationUser.ProviderAttributeValue });
      return {
        call: () => callOwnUnsigned('DisableProviderForUser', { AccessToken, User }),
        doneBefore: ['InvalidParameterException'],
        proof: async () => expect(await identities()).toEqual([]),
      };
    },
  },
  {
    operation: 'AdminStartProviderTest',
    prepare: async () => {
      const { poolId: UserPoolId, clientId: ClientId } = await pool();
      await makeProvider({ poolId: UserPoolId }).catch(() => 'It is there.');
      const asked = { UserPoolId, ClientId, ProviderName: 'Corporate' };
      // A test that nobody was told of is over in ten minutes.
      return {
        call: () => callOwn('AdminStartProviderTest', asked),
        proof: async () => {
          const { TestId } = await callOwn<StartedTest>('AdminStartProviderTest', asked);
          expect(await readTest({ poolId: UserPoolId }, { TestId })).toMatchObject({ Status: 'WAITING' });
        },
      };
    },
  },
  {
    operation: 'AdminGetProviderTest',
    prepare: async () => {
      const app = await makeScriptedApp({ discovery: { status: 503 } });
      const started = await startTest(app);
      await goOn(newUserAgent(), started);
      return {
        call: () => readTest(app, started),
        // It tells what came of the test once. Who did not hear that makes another one.
        doneBefore: ['ResourceNotFoundException'],
        proof: () => expect(readTest(app, started)).rejects.toMatchObject({ name: 'ResourceNotFoundException' }),
      };
    },
  },
  {
    operation: 'CreateIdentityProvider',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const provider = { ProviderName: 'Corporate', ProviderType: 'OIDC', ProviderDetails: openIdDetails } as const;
      return {
        call: () =>
          admin.send(new CreateIdentityProviderCommand({ UserPoolId, ...provider, IdpIdentifiers: ['example.com'] })),
        doneBefore: ['DuplicateProviderException'],
        proof: async () => {
          expect(await nameOf(UserPoolId, 'example.com')).toBe('Corporate');
          await groupOf(UserPoolId, 'Corporate');
          await isCounted(UserPoolId);
        },
      };
    },
  },
  {
    operation: 'UpdateIdentityProvider',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      await makeProvider({ poolId: UserPoolId }).catch(() => 'It is there.');
      const identifier = `id-${randomUUID()}`;
      const change = { UserPoolId, ProviderName: 'Corporate', IdpIdentifiers: [identifier] };
      return {
        call: () => admin.send(new UpdateIdentityProviderCommand(change)),
        proof: async () => expect(await nameOf(UserPoolId, identifier)).toBe('Corporate'),
      };
    },
  },
  {
    operation: 'DeleteIdentityProvider',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      const ProviderName = `p${randomUUID().slice(0, 20)}`;
      await makeProvider({ poolId: UserPoolId }, { ProviderName, IdpIdentifiers: [ProviderName] });
      return {
        call: () => admin.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName })),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          await expect(nameOf(UserPoolId, ProviderName)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
          await expect(groupOf(UserPoolId, ProviderName)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
          await isCounted(UserPoolId);
        },
      };
    },
  },
  {
    operation: 'SetUserPoolLinkingPolicy',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      await makeProvider({ poolId: UserPoolId }).catch(() => 'It is there.');
      await callOwn('SetUserPoolLinkingPolicy', { UserPoolId });
      const wanted = { Policy: 'VERIFIED_EMAIL', TrustedProviders: ['Corporate'] };
      return {
        call: () => callOwn('SetUserPoolLinkingPolicy', { UserPoolId, ...wanted }),
        proof: async () => expect(await callOwn('GetUserPoolLinkingPolicy', { UserPoolId })).toMatchObject(wanted),
      };
    },
  },
];
