import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeIdentity, getId, makeIdentityPool } from '#tests/support/identity-pools.ts';
import { outboundHost, publish, publishedPath } from '#tests/support/outbound-server.ts';
import { stack } from '#tests/support/stack.ts';

const refusal = (message: string) => ({ name: 'NotAuthorizedException', message });
const unsupported = refusal('Token is not from a supported provider of this identity pool.');
const otherIssuer = refusal("Invalid login token. Issuer doesn't match providerName");
const notVerified = refusal("Invalid login token. Couldn't verify signed token.");

const publishJson = (path: string, document: unknown): Promise<string> =>
  publish(path.slice(1), JSON.stringify(document));

interface Provider {
  readonly sign: (claims: JWTPayload, header?: { kid?: string }) => Promise<string>;
}

/** An OpenID provider below a path, with one key. */
const makeProvider = async (path: string, issuer: string): Promise<Provider> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const jwks = await publishJson(`${path}/keys`, {
    keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }],
  });
  await publishJson(`${path}/.well-known/openid-configuration`, { issuer, jwks_uri: jwks });
  return {
    sign: (claims, header = {}) =>
      new SignJWT({ iss: issuer, sub: 'ada', aud: 'our-app', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid, ...header })
        .setIssuedAt()
        .setExpirationTime(claims.exp ?? '10 minutes')
        .sign(privateKey),
  };
};

describe('logins of an OpenID provider of IAM', () => {
  let provider: Provider;
  let name: string;
  let poolId: string;
  const file = (): string => stack().env.GATEHOUSE_OPENID_PROVIDERS ?? '';
  const id = (token: string) => getId(poolId, { [name]: token });

  beforeAll(async () => {
    const path = `/${randomUUID()}`;
    name = `${outboundHost()}${publishedPath}${path}`;
    provider = await makeProvider(path, `https://${name}`);
    const arn = `arn:aws:iam::000000000000:oidc-provider/${name}`;
    writeFileSync(file(), JSON.stringify({ [arn]: ['other-app', 'our-app'] }));
    poolId = await makeIdentityPool({ OpenIdConnectProviderARNs: [arn] });
  });
  afterAll(() => rmSync(file(), { force: true }));

  it('are one identity for each user', async () => {
    const found = await id(await provider.sign({}));
    expect(await id(await provider.sign({ aud: ['our-app', 'x'] }))).toBe(found);
    expect(await id(await provider.sign({ sub: 'bob' }))).not.toBe(found);
    expect((await describeIdentity(found)).Logins).toEqual([name]);
  });

  it('are taken for the audiences that IAM has, from that issuer, by its keys, in time', async () => {
    await expect(id(await provider.sign({ aud: 'foreign-app' }))).rejects.toMatchObject(unsupported);
    await expect(id(await provider.sign({ iss: 'https://elsewhere.example.com' }))).rejects.toMatchObject(otherIssuer);
    await expect(id(await provider.sign({}, { kid: 'other' }))).rejects.toMatchObject(notVerified);
    const forger = await makeProvider(`/${randomUUID()}`, `https://${name}`);
    await expect(id(await forger.sign({}))).rejects.toMatchObject(notVerified);
    await expect(id(await provider.sign({ exp: 1_000_000_000 }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/^Invalid login token\. Token expired: \d+ >= 1000000000$/),
    });
  });

  it('are taken of no provider that IAM has not, and of none that does not answer', async () => {
    const gone = `${outboundHost()}${publishedPath}/${randomUUID()}`;
    const arn = `arn:aws:iam::000000000000:oidc-provider/${gone}`;
    const other = await makeIdentityPool({ OpenIdConnectProviderARNs: [arn] });
    const token = await provider.sign({ iss: `https://${gone}` });
    await expect(getId(other, { [gone]: token })).rejects.toMatchObject(unsupported);
    const known: object = JSON.parse(readFileSync(file(), 'utf8'));
    writeFileSync(file(), JSON.stringify({ ...known, [arn]: ['our-app'] }));
    await expect(getId(other, { [gone]: token })).rejects.toMatchObject({ name: 'ExternalServiceException' });
  });
});

describe('logins of public providers', () => {
  it.each([
    ['accounts.google.com', 'https://accounts.google.com'],
    ['appleid.apple.com', 'https://appleid.apple.com'],
  ])('are those of %s by ID token', async (name, issuer) => {
    const provider = await makeProvider(`/${name}`, issuer);
    const poolId = await makeIdentityPool({ SupportedLoginProviders: { [name]: 'our-app;our-other-app' } });
    const found = await getId(poolId, { [name]: await provider.sign({}) });
    expect(await getId(poolId, { [name]: await provider.sign({ aud: 'our-other-app' }) })).toBe(found);
    expect((await describeIdentity(found)).Logins).toEqual([name]);
    await expect(getId(poolId, { [name]: await provider.sign({ aud: 'foreign' }) })).rejects.toMatchObject(unsupported);
    const none = await makeIdentityPool();
    await expect(getId(none, { [name]: await provider.sign({}) })).rejects.toMatchObject(unsupported);
  });

  it('are those of Facebook, for the app that the token is of', async () => {
    const name = 'graph.facebook.com';
    const poolId = await makeIdentityPool({ SupportedLoginProviders: { [name]: '1234' } });
    const token = randomUUID();
    await publishJson(`/${name}/app?access_token=${token}`, { id: '1234', name: 'Shop' });
    await publishJson(`/${name}/me?fields=id&access_token=${token}`, { id: '42' });
    const found = await getId(poolId, { [name]: token });
    expect((await describeIdentity(found)).Logins).toEqual([name]);
    expect(await getId(poolId, { [name]: token })).toBe(found);

    const foreign = randomUUID();
    await publishJson(`/${name}/app?access_token=${foreign}`, { id: '5678' });
    await expect(getId(poolId, { [name]: foreign })).rejects.toMatchObject(unsupported);
    await expect(getId(poolId, { [name]: 'made up' })).rejects.toMatchObject(notVerified);
  });

  it('are those of Amazon, for the app that the token is of, in time', async () => {
    const name = 'www.amazon.com';
    const poolId = await makeIdentityPool({ SupportedLoginProviders: { [name]: 'amzn1.application.ours' } });
    const tokenFor = async (facts: object): Promise<string> => {
      const token = `Atza-${randomUUID()}`;
      await publishJson(`/api.amazon.com/auth/o2/tokeninfo?access_token=${token}`, {
        iss: 'https://www.amazon.com',
        aud: 'amzn1.application.ours',
        user_id: 'amzn1.account.ADA',
        exp: 3597,
        ...facts,
      });
      return token;
    };
    const found = await getId(poolId, { [name]: await tokenFor({}) });
    expect(await getId(poolId, { [name]: await tokenFor({}) })).toBe(found);
    expect(await getId(poolId, { [name]: await tokenFor({ user_id: 'amzn1.account.BOB' }) })).not.toBe(found);
    await expect(getId(poolId, { [name]: await tokenFor({ aud: 'foreign' }) })).rejects.toMatchObject(unsupported);
    await expect(getId(poolId, { [name]: await tokenFor({ exp: 0 }) })).rejects.toMatchObject({
      message: expect.stringMatching(/^Invalid login token\. Token expired: /),
    });
    await expect(getId(poolId, { [name]: 'made up' })).rejects.toMatchObject(notVerified);
  });
});

it('logins of SAML providers are refused by name', async () => {
  const arn = 'arn:aws:iam::000000000000:saml-provider/corp';
  const poolId = await makeIdentityPool({ SamlProviderARNs: [arn] });
  await expect(getId(poolId, { [arn]: 'PHNhbWw+' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Logins of SAML providers are not supported here.',
  });
});
