import {
  GetOpenIdTokenCommand,
  SetIdentityPoolRolesCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
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
  unknownId,
} from '#tests/support/identity-pools.ts';
import { makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const ask = async (IdentityId: string, Logins?: Record<string, string>, ahead = 0) => {
  const { IdentityId: id, Token = '' } = await identityClient({ ahead }).send(
    new GetOpenIdTokenCommand({ IdentityId, Logins }),
  );
  return { id, token: Token };
};

/** What a token says, as anybody finds out who knows its issuer alone. */
const verified = async (token: string, kind: 'identity' | 'identity/guest', audience: string) => {
  const issuer = `${stack().endpoint}/${kind}`;
  const discovery = JSON.parse(await (await fetch(`${issuer}/.well-known/openid-configuration`)).text());
  expect(discovery).toMatchObject({ issuer, id_token_signing_alg_values_supported: ['RS256'] });
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(discovery.jwks_uri)), { issuer, audience });
  return payload;
};

const noLogins = {
  name: 'NotAuthorizedException',
  message: "Logins don't match. Please include at least one valid login for this identity or identity pool.",
};

describe('GetOpenIdToken', () => {
  it('gives a user a token of ten minutes that says who it is, and how', async () => {
    const pair = await makePoolPair();
    const user = await makeUser(pair);
    const logins = await loginsOf(pair, user);
    const identityId = await getId(pair.identityPoolId, logins);

    const { id, token } = await ask(identityId, logins);

    expect(id).toBe(identityId);
    const { iat = 0, exp = 0, ...claims } = await verified(token, 'identity', pair.identityPoolId);
    const provider = providerOf(pair.poolId);
    expect(claims).toEqual({
      iss: `${stack().endpoint}/identity`,
      sub: identityId,
      aud: pair.identityPoolId,
      amr: ['authenticated', provider, `${provider}:CognitoSignIn:${user.sub}`],
    });
    expect(exp - iat).toBe(600);
  });

  it('gives a guest one of another issuer, which no role for users trusts', async () => {
    const poolId = await makeIdentityPool();
    const identityId = await getId(poolId);
    const { token } = await ask(identityId, {});
    expect(await verified(token, 'identity/guest', poolId)).toMatchObject({
      sub: identityId,
      amr: ['unauthenticated'],
    });
    await expect(verified(token, 'identity', poolId)).rejects.toMatchObject({
      code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    });
  });

  it('makes a guest who logs in that user, under the same id', async () => {
    const pair = await makePoolPair();
    const guest = await getId(pair.identityPoolId);
    const logins = await loginsOf(pair);
    expect((await ask(guest, logins)).id).toBe(guest);
    expect((await describeIdentity(guest)).Logins).toEqual([providerOf(pair.poolId)]);
    await expect(ask(guest)).rejects.toMatchObject(noLogins);
    expect(await getId(pair.identityPoolId, logins)).toBe(guest);
  });

  it('makes a guest who is a known user that one, and the guest is nobody any more', async () => {
    const pair = await makePoolPair();
    const guest = await getId(pair.identityPoolId);
    const logins = await loginsOf(pair);
    const known = await getId(pair.identityPoolId, logins);
    expect((await ask(guest, logins)).id).toBe(known);
    await expect(ask(guest)).rejects.toMatchObject(noLogins);
    // Some clients go on asking for the id that they remember.
    expect((await ask(guest, logins)).id).toBe(known);
    await expect(ask(guest, await loginsOf(pair))).rejects.toMatchObject(noLogins);
  });

  it('wants a login of the identity', async () => {
    const pair = await makePoolPair();
    const identityId = await getId(pair.identityPoolId, await loginsOf(pair));
    for (const logins of [undefined, {}, await loginsOf(pair)]) {
      await expect(ask(identityId, logins)).rejects.toMatchObject(noLogins);
    }
  });

  it('gives no guest a token where the pool wants none any more', async () => {
    const IdentityPoolId = await makeIdentityPool();
    const guest = await getId(IdentityPoolId);
    await identityAdmin().send(
      new UpdateIdentityPoolCommand({ IdentityPoolId, IdentityPoolName: 'x', AllowUnauthenticatedIdentities: false }),
    );
    await expect(ask(guest)).rejects.toMatchObject({
      message: 'Unauthenticated access is not supported for this identity pool.',
    });
  });

  it('is refused where the pool has role mappings, or no classic flow', async () => {
    const pair = await makePoolPair({ AllowClassicFlow: false });
    const guest = await getId(pair.identityPoolId);
    await expect(ask(guest)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Basic (classic) flow is not enabled, please use enhanced flow.',
    });
    await identityAdmin().send(
      new SetIdentityPoolRolesCommand({
        IdentityPoolId: pair.identityPoolId,
        Roles: {},
        RoleMappings: {
          [`${providerOf(pair.poolId)}:${pair.clientId}`]: { Type: 'Token', AmbiguousRoleResolution: 'Deny' },
        },
      }),
    );
    await expect(ask(guest)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.',
    });
  });

  it("gives for a developer's token another one, which does not outlive it", async () => {
    const poolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    const { identityId, token } = await developerToken(poolId, 'ada', {
      TokenDuration: 300,
      PrincipalTags: { tenant: 'acme' },
    });
    const logins = { 'cognito-identity.amazonaws.com': token };
    const given = await ask(identityId, logins);
    const { iat = 0, exp = 0, ...claims } = await verified(given.token, 'identity', poolId);
    expect(exp - iat).toBeLessThanOrEqual(300);
    expect(claims).toMatchObject({
      sub: identityId,
      amr: ['authenticated', developerName, `${developerName}:${poolId}:ada`],
      'https://aws.amazon.com/tags': { principal_tags: { tenant: ['acme'] }, transitive_tag_keys: [] },
    });
    await expect(ask(identityId, logins, 301_000)).rejects.toMatchObject({
      message: expect.stringMatching(/^Invalid login token\. Token expired: /),
    });
    const other = await developerToken(poolId, 'bob');
    await expect(ask(other.identityId, logins)).rejects.toMatchObject(noLogins);
  });

  it('takes no token of a guest, nor of another pool, for that of a developer', async () => {
    const [poolId, elsewhere] = [
      await makeIdentityPool({ DeveloperProviderName: developerName }),
      await makeIdentityPool({ DeveloperProviderName: developerName }),
    ];
    const guest = await getId(poolId);
    const { token } = await ask(guest);
    for (const bad of [token, (await developerToken(elsewhere, 'ada')).token]) {
      await expect(ask(guest, { 'cognito-identity.amazonaws.com': bad })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: expect.stringMatching(/^Invalid login token\. /),
      });
    }
  });

  it('knows no identity that is not there', async () => {
    const id = unknownId();
    await expect(ask(id)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Identity '${id}' not found.`,
    });
  });

  it('refuses a second user of one provider', async () => {
    const pair = await makePoolPair();
    const guest = await getId(pair.identityPoolId);
    const [one, other] = [await makeUser(pair), await makeUser(pair)];
    const tokens = [await signIn(pair, one), await signIn(pair, other)];
    const logins = {
      [providerOf(pair.poolId)]: tokens[0]?.IdToken ?? '',
      [`${new URL(stack().endpoint).host}/${pair.poolId}`]: tokens[1]?.IdToken ?? '',
    };
    await expect(ask(guest, logins)).rejects.toMatchObject({ name: 'ResourceConflictException' });
  });
});
