import { InitiateAuthCommand, type InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { atHash } from '#shared/domain/tokens/at-hash.ts';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';

// As if the sign-in had come through the OAuth endpoints.
const markFamily = async ({ poolId }: TestPool, marks: object): Promise<void> => {
  const families = (await itemsAbout(poolId)).filter(({ type }) => type === 'TokenFamily');
  expect(families).toHaveLength(1);
  await putItems(families.map((item) => ({ ...item, data: { ...Object(item.data), ...marks } })));
};

const refresh = ({ clientId }: TestPool, token: string): Promise<InitiateAuthCommandOutput> =>
  publicClient().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: token },
    }),
  );

const signedIn = async (marks: object): Promise<[TestPool, string]> => {
  const pool = await makePool();
  const { username } = await makeUser(pool, { attributes: [{ Name: 'name', Value: 'Ada' }] });
  const { RefreshToken } = await signIn(pool, { username });
  await markFamily(pool, marks);
  return [pool, RefreshToken];
};

it('keep their scopes and their audience in refreshes, and bind the ID token to its access token', async () => {
  const audience = 'https://api.example.com';
  const [pool, token] = await signedIn({ oauth: true, scope: 'openid email', audience });
  const { AuthenticationResult: tokens } = await refresh(pool, token);
  const access = decodeJwt(tokens?.AccessToken ?? '');
  expect(access).toMatchObject({ scope: 'openid email', aud: audience, version: 2, token_use: 'access' });
  const id = decodeJwt(tokens?.IdToken ?? '');
  expect(id).toMatchObject({ at_hash: atHash(tokens?.AccessToken ?? ''), aud: pool.clientId, email_verified: true });
  for (const name of ['name', 'nonce', 'version']) expect(id).not.toHaveProperty(name);
});

it('have no ID token without the scope openid', async () => {
  const [pool, token] = await signedIn({ oauth: true, scope: 'orders/read' });
  const { AuthenticationResult: tokens } = await refresh(pool, token);
  expect(decodeJwt(tokens?.AccessToken ?? '')).toHaveProperty('scope', 'orders/read');
  expect(tokens).not.toHaveProperty('IdToken');
});
