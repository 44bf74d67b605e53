import { readFileSync } from 'node:fs';
import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { newProof, newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { getClientToken, makeMachine } from '#tests/support/machines.ts';
import { exchange, makeOAuthApp, newCode } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionIdOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { callWorker } from '#tests/support/workers.ts';

const sample: object = JSON.parse(readFileSync('events/authorizers/session-authorizer.json', 'utf8'));

/** The answer for the gateway of an API that takes tokens of the pool. */
const ask = (header: string, stageVariables: Record<string, string> | undefined) =>
  callWorker('sessionAuthorizer', { ...sample, identitySource: [header], stageVariables });

const takes = ({ poolId }: Pick<TestPool, 'poolId'>) => ({ userPoolIds: `us-east-1_other0000, ${poolId}` });
const refused = { isAuthorized: false };

describe('the session authorizer', () => {
  it('lets the bearer of an access token in and says who it is', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await expect(ask(`Bearer ${AccessToken}`, takes(pool))).resolves.toEqual({
      isAuthorized: true,
      context: {
        userPoolId: pool.poolId,
        clientId: pool.clientId,
        sub: user.sub,
        username: user.username,
        scope: 'aws.cognito.signin.user.admin',
        signInId: decodeJwt(AccessToken).event_id,
      },
    });
    await expect(ask(AccessToken, takes(pool))).resolves.toMatchObject({ isAuthorized: true });
  });

  it('takes tokens that are signed with ES256', async () => {
    const pool = await makePool();
    await callOwn('RotateSigningKeys', { UserPoolId: pool.poolId, SigningAlgorithm: 'ES256', OverlapSeconds: 0 });
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    expect(decodeProtectedHeader(AccessToken).alg).toBe('ES256');
    await expect(ask(AccessToken, takes(pool))).resolves.toMatchObject({ isAuthorized: true });
  });

  it('refuses the token of a machine, behind which no session stands', async () => {
    const machine = await makeMachine();
    const { AccessToken } = await getClientToken(machine);
    await expect(ask(AccessToken, takes(machine))).resolves.toEqual(refused);
  });

  it('refuses a session that was revoked, from the next question on', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const [own, other] = [await signIn(pool, user), await signIn(pool, user)];
    await expect(ask(other.AccessToken, takes(pool))).resolves.toMatchObject({ isAuthorized: true });

    const SessionId = sessionIdOf(other);
    await publicClient().send(new RevokeUserSessionCommand({ AccessToken: own.AccessToken, SessionId }));

    await expect(ask(other.AccessToken, takes(pool))).resolves.toEqual(refused);
    await expect(ask(own.AccessToken, takes(pool))).resolves.toMatchObject({ isAuthorized: true });
  });

  it('refuses who revoked the refresh token, was signed out everywhere, or was disabled', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const given = { UserPoolId: pool.poolId, Username: user.username };

    const revoked = await signIn(pool, user);
    await publicClient().send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: revoked.RefreshToken }));
    await expect(ask(revoked.AccessToken, takes(pool))).resolves.toEqual(refused);

    const signedOut = await signIn(pool, user);
    await adminClient().send(new AdminUserGlobalSignOutCommand(given));
    await expect(ask(signedOut.AccessToken, takes(pool))).resolves.toEqual(refused);

    const disabled = await signIn(pool, user);
    await adminClient().send(new AdminDisableUserCommand(given));
    await expect(ask(disabled.AccessToken, takes(pool))).resolves.toEqual(refused);
  });

  it('refuses the token of an app client that was deleted', async () => {
    const pool = await makePool();
    const client = await makeClient(pool.poolId);
    const { AccessToken } = await signIn(client, await makeUser(pool));
    await expect(ask(AccessToken, takes(pool))).resolves.toMatchObject({ isAuthorized: true });

    const ids = { UserPoolId: pool.poolId, ClientId: client.clientId };
    await adminClient().send(new DeleteUserPoolClientCommand(ids));
    await expect(ask(AccessToken, takes(pool))).resolves.toEqual(refused);
  });

  it('refuses who brings no token, and everybody where the API says nothing', async () => {
    for (const event of [{}, { identitySource: null }, { identitySource: [] }, { stageVariables: null }]) {
      await expect(callWorker('sessionAuthorizer', event)).resolves.toEqual(refused);
    }
    const pool = await makePool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    const event = { identitySource: [AccessToken], stageVariables: null };
    await expect(callWorker('sessionAuthorizer', event)).resolves.toEqual(refused);
  });

  it('takes tokens of no pool but those that the API names', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const { AccessToken } = await signIn(pool, await makeUser(pool));

    await expect(ask(AccessToken, takes(other))).resolves.toEqual(refused);
    await expect(ask(AccessToken, {})).resolves.toEqual(refused);
    await expect(ask(AccessToken, undefined)).resolves.toEqual(refused);
  });

  it('takes tokens of no app client but those that the API names, where it names some', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const client = await makeClient(pool.poolId);
    const names = { ...takes(pool), clientIds: client.clientId };

    await expect(ask((await signIn(client, user)).AccessToken, names)).resolves.toMatchObject({ isAuthorized: true });
    await expect(ask((await signIn(pool, user)).AccessToken, names)).resolves.toEqual(refused);
  });

  describe('with tokens that are bound to a key', () => {
    const keys = newProofKeys();
    const uri = 'https://api.example.com/orders';

    /** The answer for a request with that token and proof, to an API that clients know by that address. */
    const show = (pool: TestPool, header: string, dpop?: string, more: Readonly<Record<string, string>> = {}) =>
      callWorker('sessionAuthorizer', {
        ...sample,
        identitySource: [header],
        headers: dpop === undefined ? {} : { dpop },
        rawPath: '/orders',
        requestContext: { domainName: 'api.example.com', http: { method: 'GET', path: '/orders' } },
        stageVariables: { ...takes(pool), ...more },
      });

    const boundToken = async () => {
      const app = await makeOAuthApp();
      const answer = await exchange(app, await newCode(app), {}, { headers: await proofHeader(keys) });
      const { access_token: accessToken }: { access_token: string } = JSON.parse(await answer.text());
      return { app, accessToken };
    };

    it('lets their holder in by a proof for this request, once', async () => {
      const { app, accessToken } = await boundToken();
      const proof = await newProof(keys, { method: 'GET', uri, accessToken });
      await expect(show(app, `DPoP ${accessToken}`, proof)).resolves.toMatchObject({
        isAuthorized: true,
        context: { sub: app.user.sub },
      });
      await expect(show(app, `DPoP ${accessToken}`, proof)).resolves.toEqual(refused);
    });

    it('takes the address that clients know, where the API says another one', async () => {
      const { app, accessToken } = await boundToken();
      const proof = () => newProof(keys, { method: 'GET', uri: 'https://shop.example.com/orders', accessToken });
      await expect(show(app, `DPoP ${accessToken}`, await proof())).resolves.toEqual(refused);
      const origin = 'https://shop.example.com';
      await expect(show(app, `DPoP ${accessToken}`, await proof(), { origin })).resolves.toMatchObject({
        isAuthorized: true,
      });
    });

    it('refuses them without a proof, as bearer tokens, and with the proof of another key, request or token', async () => {
      const { app, accessToken } = await boundToken();
      const good = { method: 'GET', uri, accessToken };
      await expect(show(app, `DPoP ${accessToken}`)).resolves.toEqual(refused);
      await expect(show(app, `Bearer ${accessToken}`, await newProof(keys, good))).resolves.toEqual(refused);
      await expect(show(app, accessToken, await newProof(keys, good))).resolves.toEqual(refused);
      for (const bad of [
        newProof(newProofKeys(), good),
        newProof(keys, { ...good, method: 'POST' }),
        newProof(keys, { ...good, accessToken: 'another' }),
        newProof(keys, { ...good, claims: { iat: 0 } }),
      ]) {
        await expect(show(app, `DPoP ${accessToken}`, await bad)).resolves.toEqual(refused);
      }
    });

    it('refuses a token that is bound to no key, whoever proves one', async () => {
      const pool = await makePool();
      const { AccessToken: accessToken } = await signIn(pool, await makeUser(pool));
      const proof = await newProof(keys, { method: 'GET', uri, accessToken });
      await expect(show(pool, `DPoP ${accessToken}`, proof)).resolves.toEqual(refused);
    });
  });

  it('refuses ID tokens, tokens that were changed, and what is no token', async () => {
    const pool = await makePool();
    const { AccessToken, IdToken, RefreshToken } = await signIn(pool, await makeUser(pool));
    const [head, body, signature = ''] = AccessToken.split('.');
    const changed = [head, body, `${signature.slice(1)}${signature.slice(0, 1)}`].join('.');

    for (const token of [IdToken, RefreshToken, changed, 'Bearer', '', '..', 'Basic YTpi']) {
      await expect(ask(token, takes(pool))).resolves.toEqual(refused);
    }
  });
});
