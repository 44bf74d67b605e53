import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fromAuth0 } from '#shared/domain/imports/foreign/auth0.ts';
import { fromFirebase, toHashConfig } from '#shared/domain/imports/foreign/firebase.ts';
import { fromKeycloak } from '#shared/domain/imports/foreign/keycloak.ts';
import { findUsername, namingFor } from '#shared/domain/imports/foreign/naming.ts';
import { fromSupabase } from '#shared/domain/imports/foreign/supabase.ts';
import { UserRecordType } from '#shared/domain/imports/user-record.ts';

const conversion = { naming: namingFor({}), now: 0 };
const converters = { fromAuth0, fromFirebase, fromKeycloak, fromSupabase } as const;

const names = [
  'user_id',
  'localId',
  'id',
  'username',
  'email',
  'email_verified',
  'emailVerified',
  'phone',
  'phoneNumber',
  'credentials',
  'encrypted_password',
  'passwordHash',
  'salt',
  'custom_password_hash',
  'attributes',
  'groups',
  'createdAt',
  'created_at',
  'mfa_factors',
  'Id',
  'Email',
  'Email Verified',
  '_id',
];

describe('a user of another product', () => {
  it('becomes a record that can be read, or is refused in a sentence, whatever is said of it', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.constantFrom('a@example.com', '+15551234567', '1600000000000'),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (user) => {
        for (const convert of Object.values(converters)) {
          const found = convert(user, conversion);
          if ('refused' in found) expect(found.refused).toMatch(/\.$/);
          else expect(v.safeParse(UserRecordType, found.record).issues).toBeUndefined();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('has the same sub whenever it is converted, and its own where that is a UUID', () => {
    const subOf = (found: ReturnType<typeof fromAuth0>) => ('record' in found ? found.record.sub : undefined);
    const auth0 = { user_id: 'auth0|1', email: 'a@example.com' };
    expect(subOf(fromAuth0(auth0, conversion))).toBe(subOf(fromAuth0(auth0, conversion)));
    expect(subOf(fromAuth0(auth0, conversion))).not.toBe(
      subOf(fromAuth0({ ...auth0, user_id: 'auth0|2' }, conversion)),
    );
    const id = 'd6d54eb0-3d30-4d5a-8c53-0a1d5ad0b0a5';
    expect(subOf(fromSupabase({ id, email: 'a@example.com' }, conversion))).toBe(id);
  });

  it.each([
    ['in a pool of usernames, by username', {}, 'ada'],
    ['in a pool of emails, by email', { UsernameAttributes: ['email' as const] }, 'a@example.com'],
    ['in a pool of phone numbers, by number', { UsernameAttributes: ['phone_number' as const] }, '+15551234567'],
    ['in a pool of email aliases, by username', { AliasAttributes: ['email' as const] }, 'ada'],
  ])('is called %s', (_how, settings, name) => {
    const has = { username: 'ada', email: 'a@example.com', phone_number: '+15551234567', id: 'x|1' };
    expect(findUsername(namingFor(settings), has)).toBe(name);
  });

  it('is called by the id where the username looks like an alias of another', () => {
    const naming = namingFor({ AliasAttributes: ['email'] });
    expect(findUsername(naming, { username: 'b@example.com', email: 'a@example.com', id: 'x|1' })).toBe('x|1');
  });

  it('has a value left out that is nested more deeply than anything can be written', () => {
    const depth = 100_000;
    const deep: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    const wanting = { ...conversion, attributes: { 'custom:plan': 'user_metadata.plan' } };
    const user = { user_id: 'auth0|1', username: 'ada', user_metadata: { plan: { deep } } };
    expect(fromAuth0(user, wanting)).toMatchObject({
      record: { username: 'ada', attributes: {} },
      notes: ['custom:plan is left out: it has more than 2048 characters.'],
    });
  });

  it('is told which second factors of Auth0 are left out, and which app nobody asks for', () => {
    const [secret, other] = ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK'];
    const notesOf = (mfa_factors: readonly object[], asksForApps = true) => {
      const found = fromAuth0({ user_id: 'auth0|1', username: 'ada', mfa_factors }, { ...conversion, asksForApps });
      return 'notes' in found ? found.notes : [];
    };
    expect(notesOf([{ totp: { secret } }])).toEqual([]);
    expect(notesOf([{ totp: { secret } }], false)).toEqual([
      'The authenticator app is taken, but the pool asks for none.',
    ]);
    const others = [{ phone: { value: '+15551234567' } }, { email: { value: 'a@example.com' } }];
    expect(notesOf([{ totp: { secret } }, { totp: { secret: other } }, ...others])).toEqual([
      'A second factor is left out: phone.',
      'A second factor is left out: email.',
      'A second factor is left out: another app.',
    ]);
    expect(notesOf([{ totp: { secret: '1' } }])).toEqual([
      'A second factor is left out: an app whose secret cannot be read.',
    ]);
  });

  it('has an app left out whose codes are others than those here', () => {
    const otp = (facts: object) => ({
      username: 'ada',
      credentials: [
        {
          type: 'otp',
          secretData: '{"value":"aSecretOfTwentyBytes"}',
          credentialData: JSON.stringify({ subType: 'totp', digits: 6, period: 30, algorithm: 'HmacSHA1', ...facts }),
        },
      ],
    });
    for (const facts of [{ digits: 8 }, { period: 60 }, { algorithm: 'HmacSHA256' }, { subType: 'hotp' }]) {
      expect(fromKeycloak(otp(facts), conversion)).toMatchObject({
        notes: ['An authenticator app is left out: only six digits of SHA-1 each thirty seconds are taken.'],
      });
    }
    expect(fromKeycloak(otp({}), conversion)).toMatchObject({ notes: [] });
  });

  it('has a password left out that is written in clear, in a sentence without it', () => {
    const credentials = [
      { type: 'password', value: 'Correct-horse-1', temporary: false },
      { type: 'otp', value: 'aSecretOfTwentyBytes' },
    ];
    const found = fromKeycloak({ username: 'ada', credentials }, conversion);
    expect(found).toMatchObject({
      record: { username: 'ada' },
      notes: [
        'The password is left out, and has to be reset: the file has the password itself, and only hashes are taken.',
        'An authenticator app is left out: it is in no form of Keycloak 8 or later.',
      ],
    });
    expect(JSON.stringify(found)).not.toMatch(/Correct-horse-1|aSecretOfTwentyBytes|"password"/);
  });
});

describe('the hash parameters of a Firebase project', () => {
  it('are read as the console shows them, and as JSON', () => {
    const shown =
      'hash_config { algorithm: SCRYPT, base64_signer_key: AAEC/w==, base64_salt_separator: Bw==, rounds: 8, mem_cost: 14, }';
    const json = '{"base64_signer_key":"AAEC/w==","base64_salt_separator":"Bw==","rounds":8,"mem_cost":14}';
    expect(toHashConfig(shown)).toEqual(toHashConfig(json));
    expect(toHashConfig(json)).toEqual({
      signerKey: Buffer.from([0, 1, 2, 255]),
      saltSeparator: Buffer.from([7]),
      rounds: 8,
      memoryCost: 14,
    });
  });

  it('are not taken in part', () => {
    expect(() => toHashConfig('rounds: 8')).toThrow('The hash parameters are to have');
  });
});
