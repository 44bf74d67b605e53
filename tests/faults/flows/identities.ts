import { randomUUID } from 'node:crypto';
import {
  DeleteIdentitiesCommand,
  GetOpenIdTokenCommand,
  MergeDeveloperIdentitiesCommand,
  UnlinkDeveloperIdentityCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { expect } from 'vitest';
import { fetchKeys } from '#tests/support/discovery.ts';
import {
  describeIdentity,
  developerName,
  developerToken,
  getId,
  identityAdmin,
  identityClient,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  providerOf,
} from '#tests/support/identity-pools.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { itemsOfIdentityPool } from '#tests/support/raw-table.ts';
import { corp, registerSamlProviders, samlLogin } from '#tests/support/saml/iam-provider.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = identityAdmin();
const anyone = identityClient();

const pair = once(() => makePoolPair({ DeveloperProviderName: developerName }));

const samlPool = once(() => {
  registerSamlProviders();
  return makeIdentityPool({ SamlProviderARNs: [corp] });
});

/** Each login of the pool has an identity that has it, and the other way round. */
const fitTogether = async (poolId: string): Promise<void> => {
  const items = await itemsOfIdentityPool(poolId);
  const told = (type: string) => items.filter((item) => item.type === type).map(({ data }) => Object(data));
  const logins = told('IdentityLogin').map(({ identityId, provider, userId }) => [identityId, provider, userId].join());
  const linked = told('Identity').flatMap(({ id, logins: own }) =>
    [...own].map(({ provider, userId }: { provider: string; userId: string }) => [id, provider, userId].join()),
  );
  expect(linked.sort()).toEqual(logins.sort());
};

export const identities: readonly Flow[] = [
  {
    operation: 'GetId',
    way: 'of a user',
    prepare: async () => {
      const of = await makePoolPair();
      const logins = await loginsOf(of);
      return {
        call: () => getId(of.identityPoolId, logins),
        proof: async () => {
          await fitTogether(of.identityPoolId);
          const id = await getId(of.identityPoolId, logins);
          expect(await getId(of.identityPoolId, logins)).toBe(id);
          const items = await itemsOfIdentityPool(of.identityPoolId);
          expect(items.filter(({ type }) => type === 'Identity')).toHaveLength(1);
        },
      };
    },
  },
  {
    operation: 'GetId',
    way: 'of a guest',
    prepare: async () => {
      const { identityPoolId } = await pair();
      let made: string | undefined;
      return {
        call: async () => {
          made = await getId(identityPoolId);
        },
        proof: async () => expect((await describeIdentity(made ?? '')).Logins).toBeUndefined(),
      };
    },
  },
  {
    operation: 'GetOpenIdToken',
    way: 'of a guest who is a known user',
    prepare: async () => {
      const of = await makePoolPair();
      const logins = await loginsOf(of);
      const [guest, known] = [await getId(of.identityPoolId), await getId(of.identityPoolId, logins)];
      return {
        call: () => anyone.send(new GetOpenIdTokenCommand({ IdentityId: guest, Logins: logins })),
        proof: async () => {
          await fitTogether(of.identityPoolId);
          expect(await getId(of.identityPoolId, logins)).toBe(known);
          const told = await anyone.send(new GetOpenIdTokenCommand({ IdentityId: guest, Logins: logins }));
          expect(told.IdentityId).toBe(known);
        },
      };
    },
  },
  {
    operation: 'UnlinkIdentity',
    prepare: async () => {
      const of = await makePoolPair();
      const Logins = await loginsOf(of);
      const IdentityId = await getId(of.identityPoolId, Logins);
      return {
        call: () =>
          anyone.send(new UnlinkIdentityCommand({ IdentityId, Logins, LoginsToRemove: [providerOf(of.poolId)] })),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          await fitTogether(of.identityPoolId);
          expect((await describeIdentity(IdentityId)).Logins).toBeUndefined();
        },
      };
    },
  },
  {
    operation: 'DeleteIdentities',
    prepare: async () => {
      const of = await makePoolPair();
      const id = await getId(of.identityPoolId, await loginsOf(of));
      return {
        // What failed is in the answer.
        call: async () => {
          const { UnprocessedIdentityIds = [] } = await admin.send(
            new DeleteIdentitiesCommand({ IdentityIdsToDelete: [id] }),
          );
          if (UnprocessedIdentityIds.length > 0)
            throw Object.assign(new Error('not deleted'), { name: 'InternalErrorException' });
        },
        proof: async () => {
          await fitTogether(of.identityPoolId);
          await expect(describeIdentity(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
        },
      };
    },
  },
  {
    operation: 'GetOpenIdTokenForDeveloperIdentity',
    prepare: async () => {
      const [{ identityPoolId }, user] = [await pair(), randomUUID()];
      return {
        call: () => developerToken(identityPoolId, user),
        proof: async () => {
          const { identityId } = await developerToken(identityPoolId, user);
          expect((await describeIdentity(identityId)).Logins).toEqual([developerName]);
        },
      };
    },
  },
  {
    operation: 'MergeDeveloperIdentities',
    prepare: async () => {
      const { identityPoolId: IdentityPoolId } = await makePoolPair({ DeveloperProviderName: developerName });
      const [one, other] = [await developerToken(IdentityPoolId, 'one'), await developerToken(IdentityPoolId, 'other')];
      const merging = { IdentityPoolId, DeveloperProviderName: developerName };
      return {
        call: () =>
          admin.send(
            new MergeDeveloperIdentitiesCommand({
              ...merging,
              SourceUserIdentifier: 'one',
              DestinationUserIdentifier: 'other',
            }),
          ),
        proof: async () => {
          await fitTogether(IdentityPoolId);
          expect((await developerToken(IdentityPoolId, 'one')).identityId).toBe(other.identityId);
          expect((await describeIdentity(one.identityId)).Logins).toBeUndefined();
        },
      };
    },
  },
  {
    operation: 'UnlinkDeveloperIdentity',
    prepare: async () => {
      const [{ identityPoolId: IdentityPoolId }, user] = [await pair(), randomUUID()];
      const { identityId: IdentityId } = await developerToken(IdentityPoolId, user);
      const unlinked = { IdentityPoolId, IdentityId, DeveloperProviderName: developerName };
      return {
        call: () => admin.send(new UnlinkDeveloperIdentityCommand({ ...unlinked, DeveloperUserIdentifier: user })),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => expect((await describeIdentity(IdentityId)).Logins).toBeUndefined(),
      };
    },
  },
  {
    operation: 'GetId',
    way: 'by an assertion',
    prepare: async () => {
      const poolId = await samlPool();
      const logins = { [corp]: samlLogin({ nameId: randomUUID() }) };
      return {
        call: () => getId(poolId, logins),
        proof: async () => {
          await fitTogether(poolId);
          expect((await describeIdentity(await getId(poolId, logins))).Logins).toEqual([corp]);
        },
      };
    },
  },
  {
    operation: 'RotateIdentitySigningKeys',
    prepare: async () => {
      await pair();
      let kids: readonly string[] = [];
      return {
        call: async () => {
          const { SigningKeys } = await callOwn<{ SigningKeys: readonly { readonly Kid: string }[] }>(
            'RotateIdentitySigningKeys',
            { OverlapSeconds: 0 },
          );
          kids = SigningKeys.map(({ Kid }) => Kid).sort();
        },
        proof: async () => expect((await fetchKeys('identity')).map(({ kid }) => kid).sort()).toEqual(kids),
      };
    },
  },
];
