import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli, runCliJson } from '#tests/support/cli.ts';
import { makePool } from '#tests/support/pools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-texts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (content: unknown): string => {
  const file = path.join(folder, 'texts.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

const ownTexts = async (poolId: string) =>
  (await runCliJson<{ Texts: object }>('texts', 'list', poolId, 'de', '--own')).Texts;

describe('gatehouse-pools texts', () => {
  it('lists, sets and resets the texts of a pool', async () => {
    const { poolId } = await makePool();
    const set = ['texts', 'set', poolId, 'de'];
    expect((await runCli(['texts', 'list', poolId, 'de', '--own'])).stdout).toBe('No texts of its own.\n');

    const done = await runCli([...set, 'signIn.title=Bei Acme = gut', 'signUp.title=Neu']);
    expect(done).toMatchObject({ code: 0, stdout: 'The pool has 2 texts of its own in de.\n' });
    await runCliJson(...set, '--file', fileOf({ 'signUp.title': 'Neu hier', 'signIn.or': 'sonst' }), 'signIn.or=oder?');
    expect(await ownTexts(poolId)).toEqual({
      'signIn.title': 'Bei Acme = gut',
      'signUp.title': 'Neu hier',
      'signIn.or': 'oder?',
    });
    const { stdout } = await runCli(['texts', 'list', poolId, 'de']);
    expect(stdout).toMatch(/^signIn.title +own +Bei Acme = gut$/m);
    expect(stdout).toMatch(/^action.next +Weiter$/m);

    await runCliJson('texts', 'reset', poolId, 'de', 'signIn.title', 'signIn.or');
    expect(await ownTexts(poolId)).toEqual({ 'signUp.title': 'Neu hier' });
    await runCliJson('texts', 'reset', poolId, 'de');
    expect(await ownTexts(poolId)).toEqual({});
  });

  it('says what is wrong', async () => {
    const { poolId } = await makePool();
    const set = ['texts', 'set', poolId, 'de'];
    expect(await runCli(set)).toMatchObject({ code: 2 });
    expect(await runCli([...set, 'signIn.title'])).toMatchObject({ code: 2 });
    expect(await runCli([...set, '--file', fileOf({ 'signIn.title': 1 })])).toMatchObject({ code: 2 });
    const refused = await runCli([...set, 'signIn.titel=x']);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('no text signIn.titel') });
    expect(await runCli(['texts', 'list', poolId, 'nl'])).toMatchObject({ code: 3 });
  });
});
