import { createServer } from 'node:net';
import type { UserMigrationTriggerEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '#local/ports.ts';
import { directoryPassword, ldapEnvironment, slapdHome, startSlapd } from '#tests/support/slapd.ts';
import { handler } from '../../../functions/triggers/migrate-ldap-users.ts';
import { invoke, sampleEvent } from './invoking.ts';

const home = slapdHome();

const migrate = async (
  userName: string,
  password: string,
  triggerSource: UserMigrationTriggerEvent['triggerSource'] = 'UserMigration_Authentication',
) => {
  const event: UserMigrationTriggerEvent = JSON.parse(JSON.stringify(sampleEvent('migrate-ldap-users')));
  const { response } = await handler({ ...event, triggerSource, userName, request: { password } });
  return response;
};

const ada = {
  email: 'ada@example.com',
  email_verified: 'true',
  name: 'Ada King',
  given_name: 'Ada',
  family_name: 'King',
};

// Skipped where slapd of Debian 12 is neither installed nor to be had.
describe.skipIf(!home)('migrateLdapUsers', () => {
  let directory: Awaited<ReturnType<typeof startSlapd>>;

  beforeAll(async () => {
    directory = await startSlapd(home ?? '');
  });

  beforeEach(() => {
    for (const [name, value] of Object.entries(ldapEnvironment(directory.port))) vi.stubEnv(name, value);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  afterAll(() => directory.stop());

  it('brings along a user with the right password, who keeps it', async () => {
    expect(await migrate('ada', directoryPassword)).toMatchObject({
      userAttributes: ada,
      finalUserStatus: 'CONFIRMED',
      messageAction: 'SUPPRESS',
    });
  });

  it('brings along a user who forgot the password, to choose a new one', async () => {
    const { userAttributes, finalUserStatus } = await migrate('ada', '', 'UserMigration_ForgotPassword');
    expect(userAttributes).toEqual(ada);
    expect(finalUserStatus).toBeNull();
  });

  it.each([
    ['letters beyond ASCII', 'josé', 'José Ñandú'],
    ['characters of filters', '(*)', 'Odd'],
  ])('finds names with %s', async (_what, name, whole) => {
    expect((await migrate(name, directoryPassword)).userAttributes).toMatchObject({ name: whole });
  });

  it.each([
    ['a wrong password', 'ada', 'wrong'],
    ['no password, with which a directory binds anybody', 'ada', ''],
    ['no name', '', directoryPassword],
    ['an unknown name', 'nobody', directoryPassword],
    ['a pattern', '*', directoryPassword],
    ['a filter', 'ada)(uid=*', directoryPassword],
    ['the end of a text in C', 'ada\0', directoryPassword],
  ])('knows nobody by %s', async (_what, name, password) => {
    expect((await migrate(name, password)).userAttributes).toBeNull();
  });

  it('knows users by another attribute, if one user alone has it', async () => {
    vi.stubEnv('LDAP_NAME_ATTRIBUTE', 'mail');
    vi.stubEnv('LDAP_ATTRIBUTES', 'email=mail, custom:uid=uid');
    expect((await migrate('countess@example.com', directoryPassword)).userAttributes).toMatchObject({
      'custom:uid': 'ada',
    });
    expect((await migrate('twice@example.com', directoryPassword)).userAttributes).toBeNull();
  });

  it('fails where the directory refuses, is not trusted, or does not answer', async () => {
    vi.stubEnv('LDAP_BIND_PASSWORD', 'wrong');
    await expect(migrate('ada', directoryPassword)).rejects.toThrow();
    vi.unstubAllEnvs();
    for (const [name, value] of Object.entries(ldapEnvironment(directory.port))) vi.stubEnv(name, value);
    vi.stubEnv('LDAP_CA', '');
    await expect(migrate('ada', directoryPassword)).rejects.toThrow(/certificate/);

    const port = await freePort();
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(port, '127.0.0.1', listening));
    vi.stubEnv('LDAP_URL', `ldap://localhost:${port}`);
    await expect(migrate('ada', directoryPassword)).rejects.toThrow();
    vi.stubEnv('LDAP_URL', `ldaps://localhost:${port}`);
    await expect(migrate('ada', directoryPassword)).rejects.toThrow();
    silent.close();
  });
});

describe('migrateLdapUsers without a directory', () => {
  it('knows nobody', async () => {
    const event = sampleEvent('migrate-ldap-users');
    expect(await invoke('migrateLdapUsers', event)).toEqual({ outcome: 'answered', payload: event });
  });
});
