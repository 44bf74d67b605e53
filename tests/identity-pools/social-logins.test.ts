import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeIdentity, getId, makeIdentityPool } from '#tests/support/identity-pools.ts';
import { loginNotVerified, unsupportedLogin } from '#tests/support/login-refusals.ts';
import { makeOpenIdLogins, publishJson } from '#tests/support/openid-logins.ts';

describe('logins of public providers', () => {
  it.each([
    ['accounts.google.com', 'https://accounts.google.com'],
    ['appleid.apple.com', 'https://appleid.apple.com'],
  ])('are those of %s by ID token', async (name, issuer) => {
    const provider = await makeOpenIdLogins(`/${name}`, issuer);
    const poolId = await makeIdentityPool({ SupportedLoginProviders: { [name]: 'our-app;our-other-app' } });
    const found = await getId(poolId, { [name]: await provider.sign({}) });
    expect(await getId(poolId, { [name]: await provider.sign({ aud: 'our-other-app' }) })).toBe(found);
    expect((await describeIdentity(found)).Logins).toEqual([name]);
    await expect(getId(poolId, { [name]: await provider.sign({ aud: 'foreign' }) })).rejects.toMatchObject(
      unsupportedLogin,
    );
    const none = await makeIdentityPool();
    await expect(getId(none, { [name]: await provider.sign({}) })).rejects.toMatchObject(unsupportedLogin);
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
    await expect(getId(poolId, { [name]: foreign })).rejects.toMatchObject(unsupportedLogin);
    await expect(getId(poolId, { [name]: 'made up' })).rejects.toMatchObject(loginNotVerified);
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
    await expect(getId(poolId, { [name]: await tokenFor({ aud: 'foreign' }) })).rejects.toMatchObject(unsupportedLogin);
    await expect(getId(poolId, { [name]: await tokenFor({ exp: 0 }) })).rejects.toMatchObject({
      message: expect.stringMatching(/^Invalid login token\. Token expired: /),
    });
    await expect(getId(poolId, { [name]: 'made up' })).rejects.toMatchObject(loginNotVerified);
  });
});
