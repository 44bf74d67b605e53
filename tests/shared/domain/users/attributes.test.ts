import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSchema } from '#shared/domain/user-pools/schema.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  assertAttributes,
  assertChanges,
  assertRequired,
  assertUsernameForm,
  assertWritable,
  isEmail,
  isPhoneNumber,
  usernameFrom,
} from '#shared/domain/users/attributes.ts';
import { newAppClient } from '#tests/support/app-client.ts';
import { processorTimeOf } from '#tests/support/durations.ts';

const poolWith = (settings: UserPool['settings'] = {}): UserPool => ({
  id: 'local_Pool1',
  name: 'test',
  settings,
  schema: toSchema([
    { Name: 'name', Required: true },
    { Name: 'team', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '2', MaxLength: '4' } },
    {
      Name: 'age',
      AttributeDataType: 'Number',
      NumberAttributeConstraints: { MinValue: '-5', MaxValue: '9007199254740993' },
    },
    { Name: 'member', AttributeDataType: 'Boolean', Mutable: false },
    { Name: 'joined', AttributeDataType: 'DateTime' },
    { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
  ]),
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
});

const pool = poolWith();

const client = newAppClient(pool.id);

describe('assertAttributes', () => {
  it('takes values of the schema', () => {
    const attributes = {
      name: 'Ada',
      email: 'ada+1@mail.example.com',
      email_verified: 'True',
      phone_number: '+441632960960',
      birthdate: '1815-12-10',
      updated_at: '1700000000',
      'custom:team': 'core',
      'custom:age': '9007199254740993',
      'custom:member': 'false',
      'custom:joined': '2024-02-29T12:00:00Z',
      'dev:custom:note': '',
    };
    expect(() => assertAttributes(pool, attributes)).not.toThrow();
  });

  it.each([
    [
      'custom:none',
      'x',
      'Attributes did not conform to the schema: custom:none: Attribute does not exist in the schema.\n',
    ],
    [
      '__proto__',
      'x',
      'Attributes did not conform to the schema: __proto__: Attribute does not exist in the schema.\n',
    ],
    ['sub', 'x', 'Attributes did not conform to the schema: sub: Attribute cannot be set.\n'],
    [
      'birthdate',
      '10/12/15',
      'Attributes did not conform to the schema: birthdate: String must be no shorter than 10 characters\n',
    ],
    [
      'birthdate',
      '2023-02-29',
      'Attributes did not conform to the schema: birthdate: Date must be in the form YYYY-MM-DD\n',
    ],
    [
      'custom:team',
      'a',
      'Attributes did not conform to the schema: custom:team: String must be no shorter than 2 characters\n',
    ],
    [
      'custom:team',
      'abcde',
      'Attributes did not conform to the schema: custom:team: String must be no longer than 4 characters\n',
    ],
    ['custom:age', '-6', 'Attributes did not conform to the schema: custom:age: Number must be no less than -5\n'],
    [
      'custom:age',
      '9007199254740994',
      'Attributes did not conform to the schema: custom:age: Number must be no greater than 9007199254740993\n',
    ],
    [
      'custom:age',
      '0x1',
      'Attributes did not conform to the schema: custom:age: Number value is not in a valid format\n',
    ],
    [
      'custom:member',
      'yes',
      'Attributes did not conform to the schema: custom:member: Boolean value must be true or false\n',
    ],
    [
      'custom:joined',
      'soon',
      'Attributes did not conform to the schema: custom:joined: DateTime must be in ISO 8601 form\n',
    ],
    ['email', 'ada', 'Invalid email address format.'],
    ['phone_number', '441632960960', 'Invalid phone number format.'],
  ])('refuses %s with the value %s', (name, value, message) => {
    expect(() => assertAttributes(pool, Object.fromEntries([[name, value]]))).toThrow(
      expect.objectContaining({ message }),
    );
  });

  it.each(['dev:custom:note', 'custom:age', 'custom:joined'])(
    'refuses a value of over 2,048 characters: %s',
    (name) => {
      expect(() => assertAttributes(pool, { [name]: '1'.repeat(2049) })).toThrow(
        `Attributes did not conform to the schema: ${name}: String must be no longer than 2048 characters\n`,
      );
    },
  );

  it('says every reason at once', () => {
    expect(() => assertAttributes(pool, { 'custom:a': '1', 'custom:b': '2' })).toThrow(
      'Attributes did not conform to the schema: custom:a: Attribute does not exist in the schema.\ncustom:b: Attribute does not exist in the schema.\n',
    );
  });
});

describe('the schema of a pool', () => {
  it('has no limits of more digits than a number may have', () => {
    const limited = (MinValue: string) => () =>
      toSchema([{ Name: 'size', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue } }]);
    expect(limited('1'.repeat(2048))).not.toThrow();
    expect(limited('1'.repeat(2049))).toThrow('Invalid NumberAttributeConstraints for schema attribute custom:size');
  });
});

describe('assertRequired', () => {
  it('asks for what the pool requires', () => {
    expect(() => assertRequired(pool, { name: 'Ada' })).not.toThrow();
    expect(() => assertRequired(pool, { name: '' })).toThrow(
      'Attributes did not conform to the schema: name: The attribute is required\n',
    );
  });
});

describe('assertChanges', () => {
  it('keeps what is set once only', () => {
    expect(() => assertChanges(pool, { name: 'Ada', 'custom:team': 'core' })).not.toThrow();
    expect(() => assertChanges(pool, { 'custom:member': 'true', sub: 'x' })).toThrow(
      expect.objectContaining({
        message: 'user.custom:member: Attribute cannot be updated.\nuser.sub: Attribute cannot be updated.\n',
      }),
    );
  });

  it('lets it be set where it is missing, but not the sub', () => {
    expect(() => assertChanges(pool, { 'custom:member': 'true' }, ['custom:member'])).not.toThrow();
    expect(() => assertChanges(pool, { sub: 'x' }, ['sub'])).toThrow('user.sub: Attribute cannot be updated.');
  });

  it('takes values away, except those that are required', () => {
    expect(() => assertChanges(pool, { email: '', 'custom:team': '' })).not.toThrow();
    expect(() => assertChanges(pool, { name: '' })).toThrow('user.name: The attribute is required');
  });
});

describe('assertWritable', () => {
  const refused = 'A client attempted to write unauthorized attribute';

  it('lets a client without a list write everything but verdicts and what is for developers only', () => {
    expect(() => assertWritable(client, pool, ['name', 'custom:team'])).not.toThrow();
    expect(() => assertWritable(client, pool, ['email_verified'])).toThrow(refused);
    expect(() => assertWritable(client, pool, ['dev:custom:note'])).toThrow(refused);
  });

  it('holds a client with a list to it, required attributes aside', () => {
    const narrow = { ...client, settings: { WriteAttributes: ['email'] } };
    expect(() => assertWritable(narrow, pool, ['email', 'name'])).not.toThrow();
    expect(() => assertWritable(narrow, pool, ['nickname'])).toThrow(refused);
  });
});

describe('usernameFrom', () => {
  it('gives the name as it is in a pool of usernames', () => {
    expect(usernameFrom(pool, 'a@example.com', { name: 'Ada' })).toEqual({
      username: 'a@example.com',
      attributes: { name: 'Ada' },
    });
  });

  it('makes the name an attribute where users sign up with email or phone number', () => {
    const either = poolWith({ UsernameAttributes: ['email', 'phone_number'] });
    expect(usernameFrom(either, 'a@example.com', { name: 'Ada' })).toEqual({
      username: undefined,
      attributes: { name: 'Ada', email: 'a@example.com' },
    });
    expect(usernameFrom(either, '+15555550100')).toEqual({
      username: undefined,
      attributes: { phone_number: '+15555550100' },
    });
  });

  it.each([
    [['email'], 'ada', 'Username should be an email.'],
    [['email'], '+15555550100', 'Username should be an email.'],
    [['phone_number'], 'a@example.com', 'Username should be a phone number.'],
    [['email', 'phone_number'], 'ada', 'Username should be either an email or a phone number.'],
  ] as const)('refuses a name of another form than %s: %s', (UsernameAttributes, name, message) => {
    expect(() => usernameFrom(poolWith({ UsernameAttributes: [...UsernameAttributes] }), name)).toThrow(message);
  });
});

describe('assertUsernameForm', () => {
  it('refuses usernames that look like an alias of the pool', () => {
    const aliases = poolWith({ AliasAttributes: ['email', 'phone_number'] });
    expect(() => assertUsernameForm(aliases, 'a@example.com')).toThrow(
      'Username cannot be of email format, since user pool is configured for email alias.',
    );
    expect(() => assertUsernameForm(aliases, '+15555550100')).toThrow(
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
    expect(() => assertUsernameForm(aliases, 'ada')).not.toThrow();
  });

  it('refuses those that are an alias only in the form in which names are unique', () => {
    const aliases = poolWith({ AliasAttributes: ['email', 'phone_number'] });
    expect(() => assertUsernameForm(aliases, 'a＠example.com')).toThrow('Username cannot be of email format');
    expect(() => assertUsernameForm(aliases, '＋１５５５５５５０１００')).toThrow(
      'Username cannot be of phone number format',
    );
    expect(() => assertUsernameForm(poolWith({ UsernameAttributes: ['email'] }), 'a＠example.com')).toThrow(
      'Username should be an email.',
    );
  });

  it('takes any where the pool has no such alias', () => {
    expect(() => assertUsernameForm(poolWith({ AliasAttributes: ['preferred_username'] }), 'a@b.cd')).not.toThrow();
  });
});

describe('isEmail and isPhoneNumber', () => {
  it.each(['a@b.cd', 'ünï@exämple.de', "o'neil+x@a-b.co.uk", 'a@b.xn--p1ai'])('%s is an email address', (text) => {
    expect(isEmail(text)).toBe(true);
  });

  it.each(['a', 'a@b', '@b.cd', 'a@.cd', 'a..b@c.de', 'a@b.cd\n', 'a b@c.de', 'a@b@c.de', 'a@b..cd', '<a@b.cd>'])(
    '%j is no email address',
    (text) => {
      expect(isEmail(text)).toBe(false);
    },
  );

  it('reads long hostile text in no time', () => {
    fc.assert(
      fc.property(fc.constantFrom('a.', '.a', 'a@', '@a.', 'a'), (part) => {
        expect(processorTimeOf(() => isEmail(part.repeat(1000)))).toBeLessThan(500);
      }),
    );
  });

  it.each([
    ['+15555550100', true],
    ['15555550100', false],
    ['+0555555', false],
    ['+1555-5550100', false],
    ['+1234567890123456', false],
  ])('%s as phone number: %s', (text, is) => {
    expect(isPhoneNumber(text)).toBe(is);
  });
});
