import { describe, expect, it } from 'vitest';
import { explainNobody, explainSignIn } from '#shared/domain/sign-in/explained-sign-in.ts';
import { findBlocks } from '#shared/domain/sign-in/explanation.ts';
import type { Account, Stage } from '#shared/domain/sign-in/rehearsal.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';

const now = Date.parse('2026-03-04T05:06:07Z');

const poolWith = (more: object = {}, settings: object = {}): UserPool => ({
  id: 'us-east-1_Pool00000',
  name: 'pool',
  schema: [],
  dataKeys: { general: new Uint8Array() },
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  ...more,
  settings,
});

const stageOf = (pool: UserPool = poolWith(), triggers: Stage['triggers'] = []): Stage => ({
  pool,
  client: undefined,
  now,
  triggers,
});

const accountWith = (user: Partial<User> = {}, more: Partial<Account> = {}): Account => ({
  user: {
    poolId: 'us-east-1_Pool00000',
    username: 'ada',
    sub: 'sub',
    status: 'CONFIRMED',
    enabled: true,
    attributes: { email: 'ada@example.com', email_verified: 'true' },
    pending: {},
    groups: [],
    createdAt: 0,
    updatedAt: 0,
    signOuts: 0,
    version: 1,
    ...user,
  },
  password: { hasSrp: true, temporaryUntil: undefined },
  hasSoftwareToken: false,
  hasPasskey: false,
  failures: undefined,
  codeFailures: undefined,
  ...more,
});

const calm = {
  missing: [],
  strayPasskeys: 0,
  devicesSkipping: 0,
  events: [],
  messagesUsedUp: false,
  comparesPasswords: false,
  riskEnforced: false,
};

const around = (stage: Stage) => ({ stage, missingClient: undefined, lostNames: [], hidesUsers: false });

const codes = (stage: Stage, account: Account, more: Partial<typeof calm> = {}) =>
  explainSignIn(around(stage), account, { ...calm, ...more }).findings.map(({ code }) => code);

const mfa = (factors: object, mode = 'ON', settings: object = {}) =>
  poolWith({ mfa: { softwareToken: false, ...factors } }, { MfaConfiguration: mode, ...settings });
const first = (...AllowedFirstAuthFactors: string[]) => ({ Policies: { SignInPolicy: { AllowedFirstAuthFactors } } });

describe('an explained sign-in', () => {
  it('has nothing to say of a user who signs in', () => {
    expect(codes(stageOf(), accountWith())).toEqual([]);
  });

  it.each<[string, Account]>([
    ['USER_DISABLED', accountWith({ enabled: false })],
    ['USER_NOT_CONFIRMED', accountWith({ status: 'UNCONFIRMED' })],
    ['PASSWORD_RESET_REQUIRED', accountWith({ status: 'RESET_REQUIRED' })],
    ['EXTERNAL_PROVIDER_ONLY', accountWith({ status: 'EXTERNAL_PROVIDER' }, { password: undefined })],
    ['PASSWORD_TAKEN_AWAY', accountWith({ passwordDisabled: true }, { password: undefined })],
    ['NO_PASSWORD', accountWith({}, { password: undefined })],
    ['MIGRATION_NOT_POSSIBLE', accountWith({ awaitsMigration: true }, { password: undefined })],
    ['SRP_NOT_POSSIBLE_YET', accountWith({}, { password: { hasSrp: false, temporaryUntil: undefined } })],
    ['PASSWORD_LOCKED_OUT', accountWith({}, { failures: { count: 9, lastAt: now } })],
    [
      'TEMPORARY_PASSWORD_EXPIRED',
      accountWith({ status: 'FORCE_CHANGE_PASSWORD' }, { password: { hasSrp: true, temporaryUntil: now } }),
    ],
  ])('says %s', (code, account) => {
    const { blocks } = findBlocks(stageOf(), account);
    expect(blocks).toContainEqual(expect.objectContaining({ code, severity: 'BLOCKS' }));
    expect(codes(stageOf(), account)).toContain(code);
  });

  it('says how long a lockout lasts', () => {
    const locked = accountWith({}, { failures: { count: 9, lastAt: now - 1000 } });
    const { findings } = explainSignIn(around(stageOf()), locked, calm);
    expect(findings[0]?.message).toContain(
      '9 wrong passwords in a row, no password is looked at for another 15 seconds',
    );
  });

  it('goes on behind what is in the way', () => {
    const account = accountWith(
      { enabled: false, status: 'RESET_REQUIRED' },
      { failures: { count: 9, lastAt: now }, password: undefined },
    );
    const { blocks } = findBlocks(stageOf(mfa({ softwareToken: true })), account);
    expect(blocks.map(({ code, severity }) => [code, severity])).toEqual(
      expect.arrayContaining([
        ['PASSWORD_LOCKED_OUT', 'BLOCKS'],
        ['USER_DISABLED', 'BLOCKS_LATER'],
        ['PASSWORD_RESET_REQUIRED', 'BLOCKS_LATER'],
      ]),
    );
  });

  it.each<[string, UserPool, Account]>([
    ['SECOND_FACTOR_ASKED', mfa({ email: {} }), accountWith()],
    ['SECOND_FACTOR_SET_UP', mfa({ softwareToken: true }), accountWith()],
    [
      'SECOND_FACTOR_CHOSEN',
      mfa({ email: {}, softwareToken: true }, 'OPTIONAL'),
      accountWith({ mfa: { enabled: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] } }, { hasSoftwareToken: true }),
    ],
    ['NEW_PASSWORD_ASKED', poolWith(), accountWith({ status: 'FORCE_CHANGE_PASSWORD' })],
    [
      'SECOND_FACTOR_NOT_OFFERED',
      mfa({ softwareToken: true }, 'OPTIONAL'),
      accountWith({ mfa: { enabled: ['EMAIL_OTP'] } }),
    ],
    ['SMS_NOT_CONFIGURED', mfa({ softwareToken: true }, 'OPTIONAL'), accountWith({ mfa: { enabled: ['SMS_MFA'] } })],
    [
      'SECOND_FACTOR_HAS_NO_ADDRESS',
      mfa({ email: {} }, 'OPTIONAL'),
      accountWith({ attributes: {}, mfa: { enabled: ['EMAIL_OTP'] } }),
    ],
    [
      'CODE_GOES_TO_UNVERIFIED_ADDRESS',
      mfa({ email: {} }, 'OPTIONAL'),
      accountWith({ attributes: { email: 'ada@example.com' }, mfa: { enabled: ['EMAIL_OTP'] } }),
    ],
    [
      'CODE_NEEDS_VERIFIED_ADDRESS',
      poolWith({}, first('PASSWORD', 'EMAIL_OTP')),
      accountWith({ attributes: { email: 'ada@example.com' } }),
    ],
    ['PASSKEYS_NOT_ALLOWED', poolWith(), accountWith({}, { hasPasskey: true })],
    [
      'PASSKEY_IS_ONE_FACTOR',
      mfa({ email: {} }, 'OPTIONAL', first('PASSWORD', 'WEB_AUTHN')),
      accountWith({ mfa: { enabled: ['EMAIL_OTP'] } }, { hasPasskey: true }),
    ],
    ['SESSIONS_ENDED', poolWith(), accountWith({ signOuts: 1 })],
  ])('says %s', (code, pool, account) => {
    expect(codes(stageOf(pool), account)).toContain(code);
    expect(codes(stageOf(), accountWith())).not.toContain(code);
  });

  it('says what stands around the user', () => {
    const more = { strayPasskeys: 1, messagesUsedUp: true, comparesPasswords: true, riskEnforced: true };
    expect(codes(stageOf(), accountWith(), more)).toEqual(
      expect.arrayContaining([
        'PASSKEYS_OF_ANOTHER_DOMAIN',
        'MESSAGES_USED_UP',
        'PASSWORD_COMPARED_WITH_LISTS',
        'RISK_MAY_REFUSE',
      ]),
    );
    expect(codes(stageOf(mfa({ email: {} })), accountWith(), { devicesSkipping: 2 })).toContain(
      'DEVICE_SKIPS_SECOND_FACTOR',
    );
  });

  it('cannot be where no factor can be set up', () => {
    const pool = poolWith({ mfa: { softwareToken: false } }, { MfaConfiguration: 'ON' });
    expect(codes(stageOf(pool), accountWith())).toContain('NO_SECOND_FACTOR');
  });

  it('asks a former pool of nobody, where it may', () => {
    const counted = { failures: undefined, codeFailures: undefined };
    const migrating = explainNobody(around(stageOf(poolWith(), ['UserMigration'])), counted, 'ada');
    expect(migrating).toMatchObject({ canSignIn: true });
    expect(migrating.findings.map(({ code }) => code)).toEqual(['USER_NOT_FOUND', 'MIGRATION_ASKED', 'TRIGGERS_RUN']);
    expect(explainNobody(around(stageOf()), counted, 'ada').canSignIn).toBe(false);
  });
});
