import { randomUUID } from 'node:crypto';
import { SignUpCommand, UpdateTermsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, password, type TestPool } from '#tests/support/pools.ts';
import { errorOn } from '#tests/support/sign-in-page.ts';
import { acceptedBy, linksTo, makeTerms } from '#tests/support/terms.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const makeTermsPool = async () => {
  const pool = await makePool({ AutoVerifiedAttributes: ['email'] }, onPages);
  const use = await makeTerms(pool);
  const privacy = await makeTerms(pool, { TermsName: 'privacy-policy', Links: linksTo('privacy') });
  return { pool, use, privacy };
};

const change = (pool: TestPool, TermsId: string, document: string) =>
  adminClient().send(new UpdateTermsCommand({ UserPoolId: pool.poolId, TermsId, Links: linksTo(document) }));

const open = (agent: UserAgent, pool: TestPool) => agent.get(authorizePath(pool, {}, '/signup'));

const filled = () => ({ username: `user-${randomUUID()}`, password, 'requiredAttributes[email]': anEmail() });

describe('who signs up on a page that shows terms', () => {
  it('agrees to both documents, in the versions that the page showed', async () => {
    const { pool, use, privacy } = await makeTermsPool();
    const agent = newUserAgent();
    const fields = filled();
    const before = Date.now() / 1000;

    const led = await submit(agent, await open(agent, pool), fields);

    expect(locationOf(led).pathname).toBe('/confirm');
    const shown = [
      ['terms-of-use', use, 'https://example.com/terms'],
      ['privacy-policy', privacy, 'https://example.com/privacy'],
    ] as const;
    const accepted = await acceptedBy(pool.poolId, fields.username);
    expect(accepted).toEqual(
      shown.map(([TermsName, { TermsId, LastModifiedDate }, Link]) => ({
        TermsId,
        TermsName,
        ClientId: pool.clientId,
        Link,
        Language: 'en',
        LastModifiedDate: Number(LastModifiedDate) / 1000,
        AcceptanceDate: expect.any(Number),
      })),
    );
    for (const { AcceptanceDate } of accepted) {
      expect(AcceptanceDate).toBeGreaterThanOrEqual(before);
      expect(AcceptanceDate).toBeLessThanOrEqual(Date.now() / 1000);
    }

    await change(pool, use.TermsId, 'later');
    expect(await acceptedBy(pool.poolId, fields.username)).toEqual(accepted);
  });

  it('reads them again where they were changed meanwhile', async () => {
    const { pool, use } = await makeTermsPool();
    const agent = newUserAgent();
    const page = await open(agent, pool);
    const fields = filled();
    await change(pool, use.TermsId, 'later');

    const again = await submit(agent, page, fields);

    expect(await errorOn(again)).toBe('The terms have changed. Please read them, and sign up again.');
    expect(await again.clone().text()).toContain(fields['requiredAttributes[email]']);
    await submit(agent, again, fields);
    const [{ Link } = {}] = await acceptedBy(pool.poolId, fields.username);
    expect(Link).toBe('https://example.com/later');
  });

  it('agrees to nothing by a form that was shown without them, nor through the API', async () => {
    const { pool } = await makeTermsPool();
    const agent = newUserAgent();
    const page = await open(agent, pool);
    const { action, fields: hidden } = formIn(await page.text());
    const fields = filled();
    await agent.post(action, { _csrf: hidden._csrf ?? '', ...fields });
    expect(await acceptedBy(pool.poolId, fields.username)).toEqual([]);

    const Username = `user-${randomUUID()}`;
    const UserAttributes = [{ Name: 'email', Value: anEmail() }];
    const request = { ClientId: pool.clientId, Username, Password: password, UserAttributes };
    await publicClient().send(new SignUpCommand(request));
    expect(await acceptedBy(pool.poolId, Username)).toEqual([]);
  });
});
