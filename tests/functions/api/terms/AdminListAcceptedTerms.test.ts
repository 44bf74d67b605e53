import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decrypt, exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { refusals } from '#tests/support/imports.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { acceptedBy } from '#tests/support/terms.ts';

const record = (name: string, more: object = {}) => ({
  termsId: randomUUID(),
  name,
  clientId: '1example23456789',
  link: `https://example.com/${name}`,
  language: 'en',
  updatedAt: '2026-01-02T03:04:05.678Z',
  acceptedAt: '2026-02-03T04:05:06.789Z',
  ...more,
});

const line = (username: string, acceptedTerms: readonly object[]): string =>
  JSON.stringify({ type: 'user', username, acceptedTerms });

describe('AdminListAcceptedTerms', () => {
  it('gives none for a user who was shown none', async () => {
    const pool = await makePool();
    expect(await acceptedBy(pool.poolId, (await makeUser(pool)).username)).toEqual([]);
  });

  it('gives those of a record, which exports have as they were', async () => {
    const pool = await makePool();
    const accepted = [record('terms-of-use'), record('privacy-policy', { language: 'pt-BR' })];

    await importLines(pool.poolId, [line('ada', accepted)], await makeRecordJob(pool.poolId));

    expect(await acceptedBy(pool.poolId, 'ada')).toEqual(
      accepted.map(({ termsId, name, clientId, link, language }) => ({
        TermsId: termsId,
        TermsName: name,
        ClientId: clientId,
        Link: link,
        Language: language,
        LastModifiedDate: Date.parse('2026-01-02T03:04:05.678Z') / 1000,
        AcceptanceDate: Date.parse('2026-02-03T04:05:06.789Z') / 1000,
      })),
    );
    const keys = await makeExportKeys();
    const records = await decrypt(await exportPool(pool.poolId, keys.publicKey), keys);
    expect(records.find(({ type }) => type === 'user')).toMatchObject({ acceptedTerms: accepted });
  });

  it.each([
    ['another name', [record('cookies')]],
    ['no id', [record('terms-of-use', { termsId: 'terms' })]],
    ['a language that is none', [record('terms-of-use', { language: '<en>' })]],
    ['a time that is none', [record('terms-of-use', { acceptedAt: 'yesterday' })]],
    ['more than there can be', [record('terms-of-use'), record('privacy-policy'), record('terms-of-use')]],
    ['the same twice', [record('terms-of-use'), record('terms-of-use')]],
  ])('has no user whose record has %s', async (_what, accepted) => {
    const pool = await makePool();
    const { JobId } = await importLines(pool.poolId, [line('ada', accepted)], await makeRecordJob(pool.poolId));
    expect((await refusals(pool, JobId)).rows).toHaveLength(1);
  });

  it('says that a user does not exist', async () => {
    const { poolId } = await makePool();
    await expect(acceptedBy(poolId, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
