import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { importFile, makeImportPool, refusals } from '#tests/support/imports.ts';
import { makeUser } from '#tests/support/pools.ts';

const header = 'cognito:username,email,email_verified,phone_number';

const usernamesOf = async (UserPoolId: string): Promise<string[]> => {
  const { Users = [] } = await adminClient().send(new ListUsersCommand({ UserPoolId }));
  return Users.flatMap(({ Username }) => Username ?? []).sort();
};

describe('users who are loaded together', () => {
  it('are each refused or imported by themselves, whatever the others are', async () => {
    const pool = await makeImportPool({ AliasAttributes: ['email'] });
    await makeUser(pool, { username: 'present', email: 'taken@example.com' });

    const job = await importFile(
      pool,
      [
        header,
        'good,good@example.com,true,',
        'present,other@example.com,true,',
        'alias,taken@example.com,true,',
        'phone,phone@example.com,true,12345',
        'last,last@example.com,true,',
      ].join('\n'),
    );

    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2, SkippedUsers: 1, FailedUsers: 2 });
    const { rows } = await refusals(pool, job.JobId);
    expect(rows.map(({ Row, Outcome, Reason }) => [Row, Outcome, Reason])).toEqual([
      [2, 'SKIPPED', 'The user already exists.'],
      [3, 'FAILED', 'An account with the given email already exists.'],
      [4, 'FAILED', 'Invalid phone number format.'],
    ]);
    expect(await usernamesOf(pool.poolId)).toEqual(['good', 'last', 'present']);
  });

  it('lose to one of them the alias that they share', async () => {
    const pool = await makeImportPool({ AliasAttributes: ['email'] });
    const rows = ['a', 'b', 'c', 'd'].map((name) => `${name},same@example.com,true,`);

    const job = await importFile(pool, [header, ...rows, 'e,e@example.com,true,'].join('\n'));

    expect(job).toMatchObject({ ImportedUsers: 2, SkippedUsers: 0, FailedUsers: 3 });
    const usernames = await usernamesOf(pool.poolId);
    expect(usernames).toHaveLength(2);
    expect(usernames).toContain('e');
  });

  it('are one where their usernames are one', async () => {
    const pool = await makeImportPool({ UsernameConfiguration: { CaseSensitive: false } });
    const names = ['Ada', 'ada', 'ADA', 'grace', 'hedy', 'edith'];
    const rows = names.map((name, index) => `${name},${index}@example.com,true,`);

    const job = await importFile(pool, [header, ...rows].join('\n'));

    expect(job).toMatchObject({ ImportedUsers: 4, SkippedUsers: 2, FailedUsers: 0 });
    expect((await refusals(pool, job.JobId)).rows.map(({ Row }) => Row)).toEqual([2, 3]);
  });
});
