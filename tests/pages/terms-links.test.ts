import { beforeAll, describe, expect, it } from 'vitest';
import { termsLinks } from '#shared/services/terms/terms-links.ts';
import { authorizePath, onPages } from '#tests/support/oauth.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { linksTo, makeTerms } from '#tests/support/terms.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

// Asked here, as the functions of pages ask: with the settings of the stack.
beforeAll(() => {
  Object.assign(process.env, stack().env);
});

describe('the links to terms that pages show', () => {
  it("are those of the page's language, and otherwise those for all languages", async () => {
    const { poolId, clientId } = await makePool();
    const Links = { ...linksTo('terms'), 'cognito:german': 'https://example.com/agb' };
    const use = await makeTerms({ poolId, clientId }, { Links });
    const privacy = await makeTerms({ poolId, clientId }, { TermsName: 'privacy-policy', Links: linksTo('privacy') });

    const client = { id: clientId, poolId };
    expect(await termsLinks(client, 'de')).toMatchObject({
      'terms-of-use': { address: 'https://example.com/agb', id: use.TermsId, version: 1 },
      'privacy-policy': { address: 'https://example.com/privacy', id: privacy.TermsId, version: 1 },
    });
    expect((await termsLinks(client, 'fr'))?.['terms-of-use'].address).toBe('https://example.com/terms');
  });

  it('stand on the page of a sign-up, once there are both', async () => {
    const pool = await makePool({}, onPages);
    const page = async () => (await newUserAgent().get(authorizePath(pool, {}, '/signup'))).text();
    await makeTerms(pool);
    expect(await page()).not.toContain('By signing up');

    const other = await makePool({}, onPages);
    await makeTerms(other, { Links: { 'cognito:default': 'https://example.com/?a="b&c' } });
    await makeTerms(other, { TermsName: 'privacy-policy', Links: linksTo('privacy') });
    const answer = await newUserAgent().get(authorizePath(other, {}, '/signup'));
    expect(await answer.text()).toContain(
      'By signing up, you agree to our <a href="https://example.com/?a=&quot;b&amp;c">Terms of use</a> and <a href="https://example.com/privacy">Privacy policy</a>.',
    );
  });

  it('are missing where one of the two documents is missing', async () => {
    for (const TermsName of ['terms-of-use', 'privacy-policy']) {
      const { poolId, clientId } = await makePool();
      await makeTerms({ poolId, clientId }, { TermsName });
      expect(await termsLinks({ id: clientId, poolId }, 'en')).toBeUndefined();
    }
  });
});
