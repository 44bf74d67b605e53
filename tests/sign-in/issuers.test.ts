import {
  GetUserCommand,
  type GetUserCommandOutput,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { getClientToken, makeMachine } from '#tests/support/machines.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const updated = { IssuerConfiguration: { Type: 'UPDATED' } } as const;

const userOf = (AccessToken: string): Promise<GetUserCommandOutput> =>
  publicClient().send(new GetUserCommand({ AccessToken }));

describe('tokens of a pool with the updated issuer', () => {
  it('name it, and verify with the keys at it', async () => {
    const pool = await makePool(updated);
    const { AccessToken, IdToken } = await signIn(pool, await makeUser(pool));
    const issuer = `${stack().endpoint}/issuer-${pool.poolId}`;
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    for (const token of [AccessToken, IdToken]) await expect(jwtVerify(token, keys, { issuer })).resolves.toBeDefined();
    const machine = await makeMachine({}, updated);
    expect(decodeJwt((await getClientToken(machine)).AccessToken).iss).toBe(
      `${stack().endpoint}/issuer-${machine.poolId}`,
    );
  });

  it('are taken by operations and by the session authorizer', async () => {
    const pool = await makePool(updated);
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    await expect(userOf(AccessToken)).resolves.toMatchObject({ Username: user.username });
    const event = { identitySource: [AccessToken], stageVariables: { userPoolIds: pool.poolId } };
    await expect(callWorker('sessionAuthorizer', event)).resolves.toMatchObject({
      isAuthorized: true,
      context: { userPoolId: pool.poolId },
    });
  });

  it('are taken beside those of the former issuer, which hold until they expire', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const former = await signIn(pool, user);
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: pool.poolId, ...updated }));

    // A pool may be remembered for some seconds.
    await expect
      .poll(async () => decodeJwt((await signIn(pool, user)).AccessToken).iss)
      .toBe(`${stack().endpoint}/issuer-${pool.poolId}`);
    await expect(userOf(former.AccessToken)).resolves.toMatchObject({ Username: user.username });
  });
});
