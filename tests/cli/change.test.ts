import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { inDirectory, runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

interface Planned {
  readonly UsersExamined: number;
  readonly UsersObstructed: number;
  readonly Obstacles: readonly { readonly Username: string }[];
}

describe('gatehouse-pools change', () => {
  it('says who is in the way, changes the pool once nobody is, and takes it back', async () => {
    const pool = await makePool();
    const name = `u-${randomUUID()}`;
    await makeUser(pool, { username: name });
    const plan = ['change', 'plan', pool.poolId, '--case-insensitive'];
    expect(await runCliJson<Planned>(...plan)).toMatchObject({ UsersExamined: 1, UsersObstructed: 0 });
    expect((await runCli(plan)).stdout).toContain('UsernameConfiguration  {"CaseSensitive":false}');

    const applied = await runCli(['change', 'apply', pool.poolId, '--case-insensitive']);
    expect(applied.stdout).toContain(`For good: gatehouse-pools change finish ${pool.poolId} --yes.`);
    expect(applied.code).toBe(0);
    await signIn(pool, { username: name.toUpperCase() }, { secret: password });
    expect((await runCli(['change', 'status', pool.poolId])).stdout).toMatch(/^SWITCHED\./);
    expect(await runCli(['change', 'finish', pool.poolId])).toMatchObject({ code: 2, stdout: '' });
    expect(await runCliJson('change', 'roll-back', pool.poolId)).toMatchObject({ Change: { Status: 'ROLLED_BACK' } });
  });

  it('stops before users who collide, goes on when they are mended, and is finished', async () => {
    const pool = await makePool();
    const name = `u-${randomUUID()}`;
    await makeUser(pool, { username: name });
    await makeUser(pool, { username: name.toUpperCase() });
    const planned = await runCli(['change', 'plan', pool.poolId, '--case-insensitive', '--strict']);
    expect(planned.code).toBe(1);
    expect(planned.stdout).toMatch(/ is taken by u-/i);
    const blocked = await runCli(['change', 'apply', pool.poolId, '--case-insensitive', '--json']);
    expect(blocked.code).toBe(1);
    expect(JSON.parse(blocked.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ Change: { Status: 'BLOCKED' } });
    const other = { UserPoolId: pool.poolId, Username: name.toUpperCase() };
    await adminClient().send(new AdminDeleteUserCommand(other));
    const goOn = await runCliJson('change', 'apply', pool.poolId, '--go-on');
    expect(goOn).toMatchObject({ Change: { Status: 'SWITCHED' } });
    const finished = await runCliJson('change', 'finish', pool.poolId, '--yes');
    expect(finished).toMatchObject({ Change: { Status: 'FINISHED' } });
    expect(await runCli(['change', 'roll-back', pool.poolId])).toMatchObject({ code: 3, stdout: '' });
  });

  it('refuses a change that asks for nothing or is refused by the pool', async () => {
    const { poolId } = await makePool();
    expect((await runCli(['change', 'plan', poolId])).stderr).toMatch(/^What is to be another\?/);
    expect(await runCliJson('change', 'strict', poolId, 'on')).toEqual({ UserPoolId: poolId, Strict: true });
    expect(await runCli(['change', 'apply', poolId, '--aliases', 'email'])).toMatchObject({ code: 3, stdout: '' });
    expect(await runCli(['change', 'strict', poolId, 'perhaps'])).toMatchObject({ code: 2 });
    expect((await runCli(['change', 'status', poolId])).stdout).toBe(`${poolId} never changed.\n`);
  });

  it('takes renames and constraints', async () => {
    const { poolId } = await makePool({
      Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
    });
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'change.json');
      const limits = { Name: 'custom:plan', StringAttributeConstraints: { MaxLength: '20' } };
      writeFileSync(file, JSON.stringify({ AttributeConstraints: [limits] }));
      const rename = ['--rename', 'custom:plan=custom:tier'];
      const { stdout, code } = await runCli(['change', 'plan', poolId, '--change', file, ...rename]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/After:\nSchemaAttributes +\[\{"Name":"custom:tier".*"MaxLength":"20"/);
      expect(await runCli(['change', 'plan', poolId, '--rename', 'plan'])).toMatchObject({ code: 2 });
    });
  });
});
