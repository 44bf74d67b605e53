import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { validate } from '#shared/api/validation.ts';
import { expiredSession, invalidSession, spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import { toSchema } from '#shared/domain/user-pools/schema.ts';
import { assertPolicy, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  assertAttributes,
  assertChanges,
  assertRequired,
  assertUsernameForm,
} from '#shared/domain/users/attributes.ts';
import { CognitoException, type ExceptionName } from '#shared/errors/exception.ts';
import { complaintsOf } from '#shared/pages/texts/complaints.ts';
import { textsIn } from '#shared/pages/texts/texts.ts';
import { ConfirmationCodeType, PasswordType, UsernameType } from '#shared/wire/shapes.ts';

const poolWith = (settings: UserPool['settings'] = {}): UserPool => ({
  id: 'local_Pool1',
  name: 'test',
  settings,
  schema: toSchema([
    { Name: 'name', Required: true },
    { Name: 'team', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '2', MaxLength: '4' } },
    { Name: 'age', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '5', MaxValue: '99' } },
    { Name: 'member', AttributeDataType: 'Boolean', Mutable: false },
    { Name: 'joined', AttributeDataType: 'DateTime' },
  ]),
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
});

const thrownBy = (act: () => void): CognitoException => {
  try {
    act();
  } catch (error) {
    if (error instanceof CognitoException) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
};

const complaints = async (act: () => void) => complaintsOf(await textsIn('en'), thrownBy(act));

const refuse = (name: ExceptionName, message: string) => () => {
  throw new CognitoException(name, message);
};

describe('complaints', () => {
  it.each([
    ['length', 'Aa1!', 'This password is too short. Add more characters.'],
    ['uppercase', 'aaaa111!', 'Add an uppercase letter to your password.'],
    ['lowercase', 'AAAA111!', 'Add a lowercase letter to your password.'],
    ['numbers', 'AAAAaaa!', 'Add a number to your password.'],
    ['symbols', 'AAAAaaa1', 'Add a special character to your password.'],
  ])('tell what a password lacks: %s', async (_rule, password, text) => {
    expect(await complaints(() => assertPolicy(password, passwordPolicy(poolWith())))).toEqual([
      { text, field: 'password' },
    ]);
  });

  it.each([
    ['custom:team', 'a', 'Enter at least 2 characters.'],
    ['custom:team', 'abcde', 'Enter at most 4 characters.'],
    ['custom:age', 'old', 'Enter a number.'],
    ['custom:age', '4', 'Enter a number of at least 5.'],
    ['custom:age', '100', 'Enter a number of at most 99.'],
    ['custom:member', 'perhaps', 'Enter true or false.'],
    ['custom:joined', 'then', 'Enter a date and time, for example 2026-12-31T18:30:00Z.'],
    ['custom:no_such', 'x', 'This value cannot be used. Enter another one.'],
    ['birthdate', '1990', 'Enter a date as year, month, and day, for example 1990-12-31.'],
    ['birthdate', '1990-02-31', 'Enter a date as year, month, and day, for example 1990-12-31.'],
    ['email', 'ada', 'Enter an email address, for example name@example.com.'],
    ['phone_number', '555', 'Enter a phone number that begins with + and the country code, for example +12025550123.'],
  ])('stand beside the attribute that does not fit: %s', async (name, value, text) => {
    const attributes = { name: 'Ada', [name]: value };
    expect(await complaints(() => assertAttributes(poolWith(), attributes))).toEqual([{ text, field: name }]);
  });

  it('are as many as attributes do not fit', async () => {
    expect(await complaints(() => assertChanges(poolWith(), { name: '', 'custom:age': 'x' }))).toEqual([
      { text: 'Fill in this field.', field: 'name' },
      { text: 'Enter a number.', field: 'custom:age' },
    ]);
    expect(await complaints(() => assertRequired(poolWith(), {}))).toEqual([
      { text: 'Fill in this field.', field: 'name' },
    ]);
    const given = refuse('InvalidParameterException', 'Invalid attributes given, name, custom:team is missing');
    expect(await complaints(given)).toEqual([
      { text: 'Fill in this field.', field: 'name' },
      { text: 'Fill in this field.', field: 'custom:team' },
    ]);
  });

  it.each([
    [{ UsernameAttributes: ['email'] }, 'ada', 'Enter an email address, for example name@example.com.'],
    [
      { UsernameAttributes: ['phone_number'] },
      'ada',
      'Enter a phone number that begins with + and the country code, for example +12025550123.',
    ],
    [
      { UsernameAttributes: ['email', 'phone_number'] },
      'ada',
      'Enter an email address, or a phone number that begins with + and the country code.',
    ],
    [
      { AliasAttributes: ['email'] },
      'ada@example.com',
      'The username must not be an email address. Choose another one.',
    ],
    [
      { AliasAttributes: ['phone_number'] },
      '+12025550123',
      'The username must not be a phone number. Choose another one.',
    ],
  ] as const)('say what a name must be: %j', async (settings, name, text) => {
    const pool = poolWith(Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, [...value]])));
    expect(await complaints(() => assertUsernameForm(pool, name))).toEqual([{ text, field: 'username' }]);
  });

  it.each([
    ['username', UsernameType, 'a b', 'username'],
    ['password', PasswordType, '', 'password'],
    ['confirmationCode', ConfirmationCodeType, 'a b', 'code'],
  ])('stand beside the field whose form is wrong: %s', async (member, shape, value, field) => {
    const request = v.object({ [member]: shape });
    expect(await complaints(() => validate(request, { [member]: value }))).toEqual([
      { text: expect.stringMatching(/\.$/), field },
    ]);
  });

  it.each([invalidSession, expiredSession, spentSession])('send back to the beginning: %o', async (session) => {
    expect(complaintsOf(await textsIn('en'), session())).toEqual([
      { text: 'Your sign-in has expired. Sign in again.', field: undefined },
    ]);
  });

  it.each([
    ['The page has expired. Please sign in again.', 'This page has expired. Try again.'],
    ['The passwords do not match.', 'The passwords do not match. Enter them again.'],
    [
      'An administrator has to confirm your account before you can sign in.',
      'An administrator has to confirm your account before you can sign in.',
    ],
    [
      'This sign-in cannot be continued on a page.',
      'This sign-in cannot continue here. Go back to the app, or contact an administrator.',
    ],
  ])('tell what pages say of themselves: %s', async (message, text) => {
    expect(await complaints(refuse('InvalidParameterException', message))).toMatchObject([{ text }]);
  });

  it("repeat a trigger's own text, and no other", async () => {
    const refusal = refuse('UserLambdaValidationException', 'PreSignUp failed with error Only by invitation: ask us.');
    expect(await complaints(refusal)).toEqual([{ text: 'Only by invitation: ask us', field: undefined }]);
    const fault = refuse('UnexpectedLambdaException', 'PreSignUp invocation failed due to error TooManyRequests.');
    expect(await complaints(fault)).toEqual([{ text: 'Something went wrong. Try again.', field: undefined }]);
  });

  it('have a text for what they do not know', async () => {
    expect(await complaints(refuse('InvalidParameterException', 'Whatever'))).toEqual([
      { text: 'Something went wrong. Try again.', field: undefined },
    ]);
  });
});
