import { randomUUID } from 'node:crypto';
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { toFilter } from '#local/cli/commands/users.ts';
import { runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

interface Found {
  readonly Users: readonly { readonly Username: string }[];
  readonly More: boolean;
}

describe('a filter', () => {
  it('is an attribute and what its value has to be', () => {
    expect(toFilter('email=ada@example.com')).toEqual({ Attribute: 'email', Equals: 'ada@example.com' });
    expect(toFilter('name=a=b ^= c')).toEqual({ Attribute: 'name', Equals: 'a=b ^= c' });
    expect(toFilter('name=')).toEqual({ Attribute: 'name', Equals: '' });
    expect(toFilter('custom:plan^=go')).toEqual({ Attribute: 'custom:plan', StartsWith: 'go' });
    expect(toFilter('custom:level>=3')).toEqual({ Attribute: 'custom:level', AtLeast: '3' });
    expect(toFilter('custom:level<=-5')).toEqual({ Attribute: 'custom:level', AtMost: '-5' });
    expect(toFilter('phone_number?')).toEqual({ Attribute: 'phone_number', Exists: true });
    expect(toFilter('!phone_number')).toEqual({ Attribute: 'phone_number', Exists: false });
  });

  it.each(['email', '=x', '!email?', '', 'level>3', '!level>=3'])('is not %j', (text) => {
    expect(() => toFilter(text)).toThrow('is no filter');
  });
});

describe('gatehouse-pools users search', () => {
  it('finds users by any attribute, as many as it is asked for, and counts them', async () => {
    const pool = await makePool({
      Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
    });
    const prefix = `u-${randomUUID()}`;
    for (const [name, plan] of [
      ['a', 'gold'],
      ['b', 'tin'],
      ['c', 'gold'],
    ] as const) {
      await makeUser(pool, { username: `${prefix}-${name}`, attributes: [{ Name: 'custom:plan', Value: plan }] });
    }
    const search = ['users', 'search', pool.poolId];
    const gold = await runCliJson<Found>(...search, 'custom:plan=gold');
    expect(gold.Users.map(({ Username }) => Username).sort()).toEqual([`${prefix}-a`, `${prefix}-c`]);
    expect(gold.More).toBe(false);
    const one = await runCliJson<Found>(...search, '--limit', '1', `username^=${prefix}`);
    expect(one).toMatchObject({ Users: [{}], More: true });
    for (const filter of [`username^=${prefix}`, 'cognito:user_status=CONFIRMED', 'enabled=true']) {
      expect(await runCliJson(...search, filter, '--count')).toMatchObject({ Count: 3 });
    }
    const table = await runCli([...search, 'custom:plan=tin', '--attributes', 'custom:plan']);
    expect(table.stdout).toMatch(new RegExp(`^USERNAME .* CUSTOM:PLAN\n${prefix}-b +CONFIRMED .* tin\n$`));
    expect(await runCli([...search, 'plan=gold'])).toMatchObject({ code: 3, stdout: '' });
    expect(await runCli([...search, 'gold'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('gatehouse-pools users explain', () => {
  it('says what is in the way, what mends it, and where each flow leads', async () => {
    const pool = await makePool();
    const { username, email } = await makeUser(pool);
    const asked = ['users', 'explain', pool.poolId, username];
    expect((await runCli(asked)).stdout).toContain('A sign-in can succeed.');
    const who = { UserPoolId: pool.poolId, Username: username };
    await adminClient().send(new AdminDisableUserCommand(who));
    const { stdout } = await runCli([...asked, '--client', pool.clientId]);
    expect(stdout).toContain('No sign-in can succeed now.');
    expect(stdout).toMatch(/BLOCKS USER_DISABLED .*\n {2}The user is disabled\.\n {2}Mended by AdminEnableUser\./);
    expect(stdout).toMatch(/USER_SRP_AUTH +PASSWORD_VERIFIER → NotAuthorizedException: User is disabled\./);
    expect(await runCliJson('users', 'explain', pool.poolId, email)).toMatchObject({ CanSignIn: false });
  });
});
