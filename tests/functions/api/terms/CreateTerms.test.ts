import { randomUUID } from 'node:crypto';
import { DescribeTermsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { linksTo, makeTerms } from '#tests/support/terms.ts';

const invalid = { name: 'InvalidParameterException' };

describe('CreateTerms', () => {
  it('gives the terms that it made, and keeps them', async () => {
    const pool = await makePool();
    const Links = { ...linksTo('terms'), 'cognito:german': 'https://example.com/agb?ausgabe=2#anfang' };

    const terms = await makeTerms(pool, { Links });

    expect(terms).toEqual({
      TermsId: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      TermsName: 'terms-of-use',
      TermsSource: 'LINK',
      Enforcement: 'NONE',
      Links,
      CreationDate: expect.any(Date),
      LastModifiedDate: terms.CreationDate,
    });
    const { TermsId } = terms;
    const { Terms } = await adminClient().send(new DescribeTermsCommand({ UserPoolId: pool.poolId, TermsId }));
    expect(Terms).toEqual(terms);
  });

  it('makes one of each name for a client', async () => {
    const pool = await makePool();
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    await makeTerms(pool);

    await expect(makeTerms(pool)).rejects.toMatchObject({
      name: 'TermsExistsException',
      message: `The app client ${pool.clientId} has terms with the name terms-of-use already.`,
    });
    await expect(makeTerms(pool, { TermsName: 'privacy-policy' })).resolves.toBeDefined();
    await expect(makeTerms(other)).resolves.toBeDefined();
  });

  it('makes forty in a pool', async () => {
    const pool = await makePool();
    const clients = [pool.clientId];
    while (clients.length < 21) clients.push((await makeClient(pool.poolId)).clientId);
    for (const clientId of clients.slice(0, 20))
      for (const TermsName of ['terms-of-use', 'privacy-policy'])
        await makeTerms({ poolId: pool.poolId, clientId }, { TermsName });

    await expect(makeTerms({ poolId: pool.poolId, clientId: clients[20] ?? '' })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'A user pool has 40 terms at most.',
    });
  });

  it.each([
    ['without links', { Links: undefined }],
    ['with no link', { Links: {} }],
    ['without a link for other languages', { Links: { 'cognito:english': 'https://example.com/' } }],
    ['for a language code', { Links: { ...linksTo('terms'), 'cognito:de': 'https://example.com/' } }],
    ['with a script for an address', { Links: { 'cognito:default': 'javascript:alert(1)' } }],
    ['with a path for an address', { Links: { 'cognito:default': '/terms' } }],
    ['with an address with a space', { Links: { 'cognito:default': 'https://example.com/a b' } }],
    ['with an address that is too long', { Links: linksTo('x'.repeat(1024)) }],
    ['with another name', { TermsName: 'imprint' }],
  ])('refuses terms %s', async (_what, facts) => {
    await expect(makeTerms(await makePool(), facts)).rejects.toMatchObject(invalid);
  });

  it('says which link is missing or wrong', async () => {
    const pool = await makePool();
    await expect(makeTerms(pool, { Links: { 'cognito:english': 'https://example.com/' } })).rejects.toMatchObject({
      message: 'Links must have a link for cognito:default.',
    });
    const Links = { ...linksTo('terms'), 'cognito:korean': 'mailto:terms@example.com' };
    await expect(makeTerms(pool, { Links })).rejects.toMatchObject({
      message: 'The link for cognito:korean is not an HTTP or HTTPS address.',
    });
  });

  it('knows no client of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    for (const clientId of [other.clientId, randomUUID().replaceAll('-', '')])
      await expect(makeTerms({ poolId: pool.poolId, clientId })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `User pool client ${clientId} does not exist.`,
      });
  });
});
