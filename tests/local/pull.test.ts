import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { comparable, isSame, mfaOf, settingsOf, updatableOf } from '#local/pull/comparable.ts';
import { notesOf } from '#local/pull/notes.ts';
import { callsFor, createTurns, rateOf, waitAfter } from '#local/pull/pace.ts';
import type { PoolFacts } from '#local/pull/pool-facts.ts';
import { toManifest, wishedFacts } from '#local/pull/pool-manifest.ts';
import { partsOf } from '#local/pull/pool-parts.ts';
import { identitiesIn, toUserRecord } from '#local/pull/pulled-user.ts';
import { changesOf, isNothing } from '#local/pull/user-changes.ts';
import { UserRecordType } from '#shared/domain/imports/user-record.ts';
import { PoolRecordType } from '#shared/wire/pool-record.ts';

const id = 'us-east-1_AbCdEfGhI';

const facts = (more: Partial<PoolFacts> = {}): PoolFacts => ({
  pool: { Id: id, Name: 'shop', CreationDate: new Date(0), SchemaAttributes: [] },
  mfa: { MfaConfiguration: 'OFF' },
  clients: new Map(),
  secrets: new Map(),
  groups: new Map(),
  resourceServers: new Map(),
  providers: new Map(),
  domains: new Map(),
  looks: new Map(),
  brandings: new Map(),
  terms: new Map(),
  risks: new Map(),
  logs: [],
  ...more,
});

const told = {
  Username: 'ada',
  UserAttributes: [
    { Name: 'sub', Value: '8d5c3b3e-6f0f-4c6e-9d6b-000000000001' },
    { Name: 'email', Value: 'ada@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ],
  UserStatus: 'CONFIRMED',
  Enabled: true,
  UserCreateDate: new Date(1000),
  UserLastModifiedDate: new Date(2000),
};

describe('the pace of a pull', () => {
  it('takes half of a quota, and what it is told to take', () => {
    expect([rateOf('AdminGetUser'), rateOf('ListUsers'), rateOf('DescribeUserPool')]).toEqual([60, 15, 7.5]);
    expect(rateOf('AdminGetUser', 7)).toBe(7);
  });

  it('gives turns at even distances in a category, and holds all of it back', () => {
    const turns = createTurns();
    expect([1, 2, 3].map(() => turns.next('ListUsers', 0))).toEqual([0, 1000 / 15, 2000 / 15]);
    // Another category has turns of its own, and the same one shares them.
    expect(turns.next('AdminGetUser', 0)).toBe(0);
    expect(turns.next('ListUsersInGroup', 0)).toBe(200);
    turns.hold('ListUsers', 5000);
    expect([turns.next('ListUsers', 300), turns.next('AdminGetUser', 300)]).toEqual([5000, 300]);
  });

  it('never has more turns in a second than the rate', () => {
    const asked = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 100 }), (times, rate) => {
        const turns = createTurns(rate);
        const given = times.toSorted((a, b) => a - b).map((now) => turns.next('ListUsers', now));
        for (const start of given) {
          // A thousandth of a turn is lost in fractions.
          expect(given.filter((turn) => turn >= start && turn < start + 999).length).toBeLessThanOrEqual(rate);
        }
      }),
    );
  });

  it('waits longer after each refusal, and not for ever', () => {
    expect([waitAfter(1, 1), waitAfter(2, 1), waitAfter(3, 0), waitAfter(30, 1)]).toEqual([500, 1000, 1000, 20_000]);
  });

  it('asks again where it was too fast, or the service or the network failed, and nowhere else', () => {
    const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name }, more);
    expect(callsFor(named('TooManyRequestsException', { $metadata: { httpStatusCode: 400 } }))).toBe(12);
    expect(callsFor(named('InternalErrorException', { $metadata: { httpStatusCode: 500 } }))).toBe(4);
    expect(callsFor(named('Error', { code: 'ECONNRESET' }))).toBe(4);
    expect(callsFor(named('UserNotFoundException', { $metadata: { httpStatusCode: 400 } }))).toBe(1);
    expect(callsFor('no error')).toBe(1);
  });
});

describe('what is compared of two pools', () => {
  it('is the same whatever is empty, and in whatever order names are told', () => {
    expect(isSame({ a: ['x', 'y'], b: {}, c: undefined }, { a: ['y', 'x'] })).toBe(true);
    expect(isSame({ a: new Date(0), b: new Uint8Array([1]) }, { a: new Date(0), b: Buffer.from([1]) })).toBe(true);
    expect(isSame({ a: ['x'] }, { a: ['x', 'y'] })).toBe(false);
    expect(isSame({ a: false }, {})).toBe(false);
  });

  it('is a form that does not change when it is made again', () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        expect(comparable(comparable(value))).toEqual(comparable(value));
      }),
    );
  });

  it('has no former name of a setting, and nothing of MFA beside the rest', () => {
    const pool = {
      Id: id,
      Name: 'shop',
      MfaConfiguration: 'ON',
      UsernameAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 7 },
    } as const;
    expect(settingsOf({ ...pool, UsernameAttributes: ['email'] })).toEqual({
      MfaConfiguration: 'ON',
      UsernameAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    expect(updatableOf({ ...pool, UsernameAttributes: ['email'] })).toEqual({
      PoolName: 'shop',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  it('has no factors where MFA is OFF', () => {
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    expect(mfaOf({ MfaConfiguration: 'OFF', SoftwareTokenMfaConfiguration })).toEqual({ MfaConfiguration: 'OFF' });
    expect(mfaOf({ MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration })).toMatchObject({
      SoftwareTokenMfaConfiguration,
    });
  });
});

describe('the record of a pool', () => {
  it('is one that RestoreUserPool takes, without what has no use here', () => {
    const SmsConfiguration = {
      SnsCallerArn: 'arn:aws:iam::123456789012:role/sms',
      EumsSms: { CallerArn: 'arn:aws:iam::123456789012:role/sms' },
    };
    const given = facts({
      pool: {
        Id: id,
        Name: 'shop',
        CreationDate: new Date(0),
        KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1' },
        SmsConfiguration,
        MfaConfiguration: 'OPTIONAL',
        SchemaAttributes: [
          {
            Name: 'sub',
            AttributeDataType: 'String',
            Required: true,
            Mutable: false,
            StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
          },
          {
            Name: 'custom:level',
            AttributeDataType: 'Number',
            Mutable: true,
            NumberAttributeConstraints: { MinValue: '0' },
          },
        ],
      },
      mfa: { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: { SmsConfiguration } },
      clients: new Map([
        [
          'abc123',
          {
            ClientId: 'abc123',
            ClientName: 'web',
            ClientSecret: 'secretsecretsecretsecret',
            AnalyticsConfiguration: { ApplicationId: 'ff' },
          },
        ],
      ]),
    });
    const wished = wishedFacts(given, { userMigration: 'arn:aws:lambda:us-east-1:123456789012:function:migrate' });
    const manifest: unknown = JSON.parse(JSON.stringify(toManifest(wished, new Date(5000))));
    const read = v.parse(PoolRecordType, manifest);
    expect(read).toMatchObject({
      id,
      settings: {
        LambdaConfig: { UserMigration: 'arn:aws:lambda:us-east-1:123456789012:function:migrate' },
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      },
      mfa: { sms: true, softwareToken: false },
      clients: [{ id: 'abc123', secrets: ['secretsecretsecretsecret'] }],
    });
    expect(read.settings.KeyConfiguration).toBeUndefined();
    expect(read.settings.SmsConfiguration?.EumsSms).toBeUndefined();
    expect(read.clients[0]?.settings.AnalyticsConfiguration).toBeUndefined();
    expect(read.schema.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['sub', 'custom:level', 'identities', 'email']),
    );
    expect(read.schema.filter(({ name }) => name === 'sub')).toHaveLength(1);
    expect(
      notesOf(given, wished, { passwords: 0, apps: 0 })
        .map(({ what }) => what)
        .join(),
    ).toMatch(/AnalyticsConfiguration.*KeyConfiguration.*EumsSms/);
  });

  it('comes with a note for each app client that takes no password', () => {
    const client = (name: string, ExplicitAuthFlows: readonly string[]) =>
      [name, { ClientId: name, ClientName: name, ExplicitAuthFlows: [...ExplicitAuthFlows] }] as const;
    const clients: PoolFacts['clients'] = new Map(
      JSON.parse(
        JSON.stringify([
          client('srp', ['ALLOW_USER_SRP_AUTH']),
          client('plain', ['ALLOW_USER_PASSWORD_AUTH']),
          client('old', ['USER_PASSWORD_AUTH']),
          [
            'machine',
            {
              ClientId: 'machine',
              ClientName: 'machine',
              AllowedOAuthFlows: ['client_credentials'],
              ExplicitAuthFlows: [],
            },
          ],
        ]),
      ),
    );
    const given = facts({ clients });
    const note = notesOf(given, given, { passwords: 1, apps: 0 }).find(({ what }) =>
      what.includes('USER_PASSWORD_AUTH'),
    );
    expect(note?.names).toEqual(['srp (srp)']);
  });
});

describe('the settings of a pool that is here', () => {
  it('keep the key that was chosen here', () => {
    const KeyConfiguration = { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:1:key/1' } as const;
    const { pool } = facts();
    const sides = { there: facts(), here: facts({ pool: { ...pool, KeyConfiguration } }) };
    const [settings] = partsOf(new CognitoIdentityProviderClient({ region: 'us-east-1' }), sides).filter(
      ({ what }) => what === 'settings',
    );
    expect(settings?.wanted.get('of the pool')).toMatchObject({ KeyConfiguration });
    expect(isSame(settings?.wanted.get('of the pool'), settings?.present.get('of the pool'))).toBe(true);
  });
});

describe('the record of a user', () => {
  it('has what is told of the user, and nothing that the service adds', () => {
    const user = {
      ...told,
      UserAttributes: [
        ...told.UserAttributes,
        { Name: 'cognito:email_alias', Value: 'ada@example.com' },
        { Name: 'name', Value: '' },
        {
          Name: 'identities',
          Value:
            '[{"userId":"7","providerName":"Google","providerType":"Google","issuer":null,"primary":"true","dateCreated":"1000"}]',
        },
      ],
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'NEW_MFA'],
      PreferredMfaSetting: 'SMS_MFA',
    };
    expect(toUserRecord(user, ['writers', 'readers'])).toEqual({
      type: 'user',
      username: 'ada',
      sub: '8d5c3b3e-6f0f-4c6e-9d6b-000000000001',
      status: 'CONFIRMED',
      enabled: true,
      existing: true,
      attributes: { email: 'ada@example.com', email_verified: 'true' },
      createdAt: '1970-01-01T00:00:01.000Z',
      updatedAt: '1970-01-01T00:00:02.000Z',
      groups: ['readers', 'writers'],
      mfa: { enabled: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'], preferred: 'SMS_MFA' },
      awaitsMigration: true,
      identities: [
        {
          providerName: 'Google',
          providerType: 'Google',
          userId: '7',
          primary: true,
          createdAt: '1970-01-01T00:00:01.000Z',
        },
      ],
    });
  });

  it('says why there is none, without the value', () => {
    expect(() => toUserRecord({ ...told, UserStatus: 'COMPROMISED' }, [])).toThrow(
      'The status COMPROMISED is not known.',
    );
    expect(() => toUserRecord({ ...told, UserAttributes: [{ Name: 'identities', Value: 'secret' }] }, [])).toThrow(
      'The accounts elsewhere of the user cannot be read.',
    );
    expect(() => toUserRecord({ ...told, UserAttributes: [{ Name: 'sub', Value: 'not-a-uuid' }] }, [])).toThrow(
      'The user has a sub that cannot be taken.',
    );
  });

  it('is one that an import takes, or an error in words, whatever is told', () => {
    const attribute = fc.record({
      Name: fc.constantFrom('sub', 'email', 'identities', 'custom:x', 'cognito:y'),
      Value: fc.oneof(fc.string({ unit: 'binary' }), fc.uuid(), fc.json()),
    });
    const user = fc.record(
      {
        Username: fc.string({ unit: 'binary' }),
        UserAttributes: fc.array(attribute),
        UserStatus: fc.constantFrom('CONFIRMED', 'EXTERNAL_PROVIDER', 'ARCHIVED'),
        Enabled: fc.boolean(),
        UserMFASettingList: fc.array(fc.string()),
        PreferredMfaSetting: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(user, fc.array(fc.string({ minLength: 1 })), (one, groups) => {
        try {
          expect(v.is(UserRecordType, toUserRecord(one, groups))).toBe(true);
        } catch (error) {
          expect(String(error)).toMatch(/^Error: The (?:user has a|status|accounts elsewhere)/);
        }
      }),
    );
  });

  it('reads accounts elsewhere as the service writes them, and nothing else', () => {
    expect(identitiesIn('[]')).toEqual([]);
    expect(identitiesIn('{}')).toBeUndefined();
    expect(identitiesIn('[{"userId":"7"}]')).toBeUndefined();
    expect(
      identitiesIn(
        '[{"userId":"7","providerName":"P","providerType":"SAML","issuer":"i","primary":false,"dateCreated":null}]',
      ),
    ).toEqual([
      {
        providerName: 'P',
        providerType: 'SAML',
        userId: '7',
        issuer: 'i',
        primary: false,
        createdAt: '1970-01-01T00:00:00.000Z',
      },
    ]);
  });
});

describe('what has to be done for a user', () => {
  const groups = new Set(['readers', 'writers']);
  const record = (attributes: Record<string, string>, more: object = {}) => ({
    ...toUserRecord(told, []),
    attributes,
    ...more,
  });

  it('is nothing where both are the same', () => {
    const one = record({ email: 'a@example.com', email_verified: 'false' }, { groups: ['readers'] });
    const other = record({ email: 'a@example.com' }, { groups: ['readers'] });
    expect(isNothing(changesOf(one, other, groups))).toBe(true);
  });

  it('is to set, to remove, to join and to leave', () => {
    const there = record(
      { name: 'Ada', email: 'new@example.com', email_verified: 'true' },
      { enabled: false, groups: ['readers'] },
    );
    const here = record(
      { nickname: 'A', email: 'old@example.com', email_verified: 'true' },
      { groups: ['writers', 'own'] },
    );
    expect(changesOf(there, here, groups)).toEqual({
      attributes: { name: 'Ada', email: 'new@example.com', email_verified: 'true' },
      removed: ['nickname'],
      enabled: false,
      mfa: undefined,
      links: [],
      join: ['readers'],
      // The group is only here.
      leave: ['writers'],
      status: false,
      unproved: [],
    });
  });

  it('never sends a code: a new address comes verified, or stays where it is', () => {
    const here = record({ email: 'old@example.com', email_verified: 'true' });
    expect(changesOf(record({ email: 'new@example.com' }), here, groups)).toMatchObject({
      attributes: {},
      removed: [],
      unproved: ['email'],
    });
    const values = fc.option(fc.constantFrom('one', 'two'), { nil: undefined });
    const flags = fc.option(fc.constantFrom('true', 'false'), { nil: undefined });
    const attributes = fc.record({ email: values, email_verified: flags, name: values });
    const clean = (given: object): Record<string, string> => JSON.parse(JSON.stringify(given));
    fc.assert(
      fc.property(attributes, attributes, (one, other) => {
        const changes = changesOf(record(clean(one)), record(clean(other)), groups);
        if (changes.attributes.email !== undefined) expect(changes.attributes.email_verified).toBe('true');
        expect(changes.removed).not.toContain('email_verified');
      }),
    );
  });

  it('leaves an authenticator app as it is', () => {
    const app = record({}, { mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA' } });
    expect(isNothing(changesOf(app, record({}), groups))).toBe(true);
    const sms = record({}, { mfa: { enabled: ['SMS_MFA'], preferred: 'SMS_MFA' } });
    expect(changesOf(sms, record({}), groups).mfa).toEqual({ SMS_MFA: true, EMAIL_OTP: false, preferred: 'SMS_MFA' });
  });
});
