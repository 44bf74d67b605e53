import { createHmac } from 'node:crypto';
import { GetIdCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  describeIdentity,
  developerName,
  developerToken,
  getId,
  identityClient,
  issuerNameOf,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  type PoolPair,
  providerOf,
  unknownId,
} from '#tests/support/identity-pools.ts';
import {
  invalidLogin,
  loginNotVerified,
  loginOfOtherIssuer,
  loginRefusal,
  unsupportedLogin,
} from '#tests/support/login-refusals.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

let pair: PoolPair;
const id = (Logins: Record<string, string>) => getId(pair.identityPoolId, Logins);

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('GetId of users', () => {
  beforeAll(async () => {
    pair = await makePoolPair();
  });

  it('gives a user one identity, at every sign-in and by either name of the provider', async () => {
    const user = await makeUser(pair);
    const { IdToken } = await signIn(pair, user);
    const found = await id({ [providerOf(pair.poolId)]: IdToken });

    expect(found).toMatch(/^us-east-1:[\da-f-]{36}$/);
    expect(await id(await loginsOf(pair, user))).toBe(found);
    expect(await id({ [issuerNameOf(pair.poolId)]: IdToken })).toBe(found);
    expect(await id({ [issuerNameOf(`issuer-${pair.poolId}`)]: IdToken })).toBe(found);
    expect(await describeIdentity(found)).toEqual({ IdentityId: found, Logins: [providerOf(pair.poolId)] });
  });

  it('gives each user another identity, and in each pool another', async () => {
    const user = await makeUser(pair);
    const second = await makeIdentityPool({
      CognitoIdentityProviders: [{ ProviderName: issuerNameOf(pair.poolId), ClientId: pair.clientId }],
    });
    const ids = [
      await id(await loginsOf(pair, user)),
      await id(await loginsOf(pair)),
      await getId(second, await loginsOf(pair, user)),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('takes tokens of the pool whose issuer names are those of other pools', async () => {
    const { poolId: UserPoolId } = pair;
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId, IssuerConfiguration: { Type: 'UPDATED' } }));
    await expect(id(await loginsOf(pair))).resolves.toBeDefined();
  });

  it('takes the tokens of the clients that it is told alone', async () => {
    const { clientId } = await makeClient(pair.poolId);
    await expect(id(await loginsOf({ ...pair, clientId }))).rejects.toMatchObject(unsupportedLogin);
  });

  it('takes no token of another user pool, nor under the name of another', async () => {
    const other = await makePool();
    const { IdToken } = await signIn(other, await makeUser(other));
    await expect(id({ [providerOf(other.poolId)]: IdToken })).rejects.toMatchObject(unsupportedLogin);
    await expect(id({ [providerOf(pair.poolId)]: IdToken })).rejects.toMatchObject(loginOfOtherIssuer);
    const own = await signIn(pair, await makeUser(pair));
    await expect(id({ [providerOf(other.poolId)]: own.IdToken })).rejects.toMatchObject(loginOfOtherIssuer);
  });

  it.each([
    ['with its scheme', (poolId: string) => `https://${providerOf(poolId)}`],
    ['of another Region', (poolId: string) => providerOf(poolId).replace('us-east-1.', 'eu-west-1.')],
    ['that is empty but for blanks', () => ' '],
  ])('takes no token under a name %s', async (_what, nameOf) => {
    const { IdToken } = await signIn(pair, await makeUser(pair));
    await expect(id({ [nameOf(pair.poolId)]: IdToken })).rejects.toMatchObject(loginOfOtherIssuer);
  });

  it('takes no access token', async () => {
    const { AccessToken } = await signIn(pair, await makeUser(pair));
    await expect(id({ [providerOf(pair.poolId)]: AccessToken })).rejects.toMatchObject(
      invalidLogin('Missing a required claim: aud'),
    );
  });

  it('takes no token that nobody signed, or signed with what everybody knows', async () => {
    const { IdToken } = await signIn(pair, await makeUser(pair));
    const [header = '', body = '', signature = ''] = IdToken.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const jwks = await (await fetch(`${stack().endpoint}/${pair.poolId}/.well-known/jwks.json`)).text();
    const hmacHeader = part({ kid, alg: 'HS256' });
    const hmac = createHmac('sha256', jwks).update(`${hmacHeader}.${body}`).digest('base64url');
    const forged = [
      `${part({ kid, alg: 'none' })}.${body}.`,
      `${hmacHeader}.${body}.${hmac}`,
      `${header}.${part({ ...claimsOf(IdToken), sub: 'somebody' })}.${signature}`,
      `${part({ kid: 'nobody', alg: 'RS256' })}.${body}.${signature}`,
      `${header}.${body}.`,
    ];
    for (const token of forged) {
      await expect(id({ [providerOf(pair.poolId)]: token })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: expect.stringMatching(/^Invalid login token\. (Couldn't verify signed token|Not a valid OpenId)/),
      });
    }
    await expect(id({ [providerOf(pair.poolId)]: forged[2] ?? '' })).rejects.toMatchObject(loginNotVerified);
    await expect(id({ [providerOf(pair.poolId)]: 'x' })).rejects.toMatchObject(
      invalidLogin('Not a valid OpenId Connect identity token.'),
    );
  });

  it('takes no token that has expired, and says when it did', async () => {
    const logins = await loginsOf(pair);
    const { exp } = claimsOf(Object.values(logins)[0] ?? '');
    const command = new GetIdCommand({ IdentityPoolId: pair.identityPoolId, Logins: logins });
    await expect(identityClient({ ahead: 3_700_000 }).send(command)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(new RegExp(`^Invalid login token\\. Token expired: \\d{10} >= ${exp}$`)),
    });
  });

  it('takes no token of a user pool that is gone', async () => {
    const own = await makePoolPair();
    const logins = await loginsOf(own);
    await adminClient().send(new DeleteUserPoolCommand({ UserPoolId: own.poolId }));
    await expect
      .poll(() => getId(own.identityPoolId, logins).catch((error: Error) => error.message))
      .toBe(loginNotVerified.message);
  });

  it('links logins that come together', async () => {
    const second = await makePool();
    const clients = [pair, second].map(({ poolId, clientId }) => ({
      ProviderName: providerOf(poolId),
      ClientId: clientId,
    }));
    const identityPoolId = await makeIdentityPool({ CognitoIdentityProviders: clients });
    const [one, other] = [await loginsOf(pair), await loginsOf(second)];

    const together = await getId(identityPoolId, { ...one, ...other });

    expect(await getId(identityPoolId, one)).toBe(together);
    expect(await getId(identityPoolId, other)).toBe(together);
    expect((await describeIdentity(together)).Logins).toEqual([pair, second].map(({ poolId }) => providerOf(poolId)));
  });

  it('merges the identities of logins that come together: the older one stays, the other is disabled', async () => {
    const second = await makePool();
    const clients = [pair, second].map(({ poolId, clientId }) => ({
      ProviderName: providerOf(poolId),
      ClientId: clientId,
    }));
    const identityPoolId = await makeIdentityPool({ CognitoIdentityProviders: clients });
    const [one, other, another] = [await loginsOf(pair), await loginsOf(second), await loginsOf(second)];
    const older = await getId(identityPoolId, one);
    const younger = await getId(identityPoolId, other);

    expect(await getId(identityPoolId, { ...other, ...one })).toBe(older);

    expect(await getId(identityPoolId, other)).toBe(older);
    expect(await describeIdentity(younger)).toEqual({ IdentityId: younger, Logins: undefined });
    await expect(getId(identityPoolId, { ...one, ...another })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Login conflict: the logins belong to different users of ${providerOf(second.poolId)}.`,
    });
  });

  it('takes all logins or none', async () => {
    const logins = await loginsOf(pair);
    await expect(id({ ...logins, 'www.amazon.com': 'x' })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('takes no word of a client for users of the developer', async () => {
    const identityPoolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    await expect(getId(identityPoolId, { [developerName]: 'ada' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const { token, identityId } = await developerToken(identityPoolId, 'ada');
    expect(await getId(identityPoolId, { 'cognito-identity.amazonaws.com': token })).toBe(identityId);
  });

  it.each([
    [false, undefined],
    [true, 'Token is inactive'],
  ])('looks after the sign-in with ServerSideTokenCheck %s', async (checks, message) => {
    const own = await makePoolPair({}, { checks });
    const user = await makeUser(own);
    const tokens = await signIn(own, user);
    const logins = { [providerOf(own.poolId)]: tokens.IdToken };
    await getId(own.identityPoolId, logins);
    await adminClient().send(
      new AdminUserGlobalSignOutCommand({
        UserPoolId: own.poolId,
        Username: user.username,
      }),
    );
    const answer = getId(own.identityPoolId, logins);
    if (message === undefined) await expect(answer).resolves.toBeDefined();
    else await expect(answer).rejects.toMatchObject(loginRefusal(message));
  });
});

describe('GetId of guests', () => {
  it('makes a new identity each time', async () => {
    const poolId = await makeIdentityPool();
    const [one, other] = [await getId(poolId), await getId(poolId, {})];
    expect(one).not.toBe(other);
    expect(await describeIdentity(one)).toEqual({ IdentityId: one, Logins: undefined });
  });

  it('lets in no guests where the pool wants none', async () => {
    const poolId = await makeIdentityPool({ AllowUnauthenticatedIdentities: false });
    await expect(getId(poolId)).rejects.toMatchObject(
      loginRefusal('Unauthenticated access is not supported for this identity pool.'),
    );
  });

  it('knows no pool that is not there', async () => {
    const poolId = unknownId();
    await expect(getId(poolId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `IdentityPool '${poolId}' not found.`,
    });
  });
});
