import { describe, it } from 'vitest';
import {
  developerName,
  developerToken,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  providerOf,
} from '#tests/support/identity-pools.ts';
import { assertOddLogins } from './odd-logins.ts';

describe('odd logins are answered with an exception of the API', () => {
  it('of a user pool', async () => {
    const pair = await makePoolPair();
    const name = providerOf(pair.poolId);
    await assertOddLogins(pair.identityPoolId, name, (await loginsOf(pair))[name] ?? '');
  });

  it("of a developer's users", async () => {
    const poolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    await assertOddLogins(poolId, 'cognito-identity.amazonaws.com', (await developerToken(poolId, 'ada')).token);
  });

  it.each(['accounts.google.com', 'appleid.apple.com', 'graph.facebook.com', 'www.amazon.com'])(
    'of %s',
    async (name) => {
      const poolId = await makeIdentityPool({ SupportedLoginProviders: { [name]: 'our-app' } });
      await assertOddLogins(poolId, name, 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FjY291bnRzLmdvb2dsZS5jb20ifQ.x');
    },
  );
});
