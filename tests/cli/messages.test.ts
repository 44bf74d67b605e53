import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCli } from '#tests/support/cli.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makePool } from '#tests/support/pools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-messages-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const jsonFile = (name: string, content: object): string => {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};

it('gives messages a look and words, shows one in a file, and sends one', async () => {
  const { poolId } = await makePool();
  const messages = (...given: readonly string[]) => runCli(['messages', ...given]);
  expect((await messages('get', poolId)).stdout).toBe('No look of its own.\n\nNo words of its own.\n');

  await messages('brand', poolId, '--file', jsonFile('look.json', { SenderName: 'Acme' }));
  const words = jsonFile('words.json', { EmailSubject: 'Hallo', EmailText: 'Code {####}' });
  expect((await messages('set', poolId, 'SignUp', 'de', '--file', words)).code).toBe(0);
  expect((await messages('get', poolId)).stdout).toMatch(/SenderName +Acme[\s\S]*SignUp +de +Hallo/);

  const to = path.join(folder, 'mail.html');
  const shown = await messages('preview', poolId, 'SignUp', 'de', '--to', to);
  expect(shown.stdout).toMatch(/^Subject: Hallo\n\nCode 123456\n\nSMS: Ihr Bestätigungscode lautet 123456\./);
  expect(readFileSync(to, 'utf8')).toContain('>Acme<');

  const email = anEmail();
  expect((await messages('test', poolId, 'SignUp', 'de', email)).stdout).toBe(`A message was sent to ${email}.\n`);
  expect((await mailTo(email)).at(-1)?.subject).toBe('Hallo');

  await messages('reset', poolId, 'SignUp', 'de');
  await messages('brand', poolId);
  expect((await messages('get', poolId)).stdout).toBe('No look of its own.\n\nNo words of its own.\n');
  expect((await messages('set', poolId, 'SignUp', 'de')).code).not.toBe(0);
});
