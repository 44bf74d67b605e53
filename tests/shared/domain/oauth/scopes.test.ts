import { describe, expect, it } from 'vitest';
import { claimsOfScopes, machineScopes, toScopes } from '#shared/domain/oauth/scopes.ts';

const attributes = [
  'sub',
  'name',
  'address',
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified',
  'updated_at',
  'custom:colour',
  'dev:custom:plan',
];

const toldBy = (scope: string): string[] => attributes.filter(claimsOfScopes(toScopes(scope)));

describe('the attributes that scopes tell', () => {
  it.each(['openid', 'openid aws.cognito.signin.user.admin', 'https://api.example.com/read openid'])(
    'are all with %s',
    (scope) => expect(toldBy(scope)).toEqual(attributes),
  );

  it.each([
    ['openid email', ['sub', 'email', 'email_verified']],
    ['phone openid', ['sub', 'phone_number', 'phone_number_verified']],
    ['openid profile', ['sub', 'name', 'updated_at', 'custom:colour', 'dev:custom:plan']],
    ['openid email phone', ['sub', 'email', 'email_verified', 'phone_number', 'phone_number_verified']],
  ])('are those of %s alone', (scope, told) => expect(toldBy(scope)).toEqual(told));

  it.each(['', 'email profile', 'openid2', 'aws.cognito.signin.user.admin'])('are none with "%s"', (scope) =>
    expect(toldBy(scope)).toEqual([]),
  );

  it('are no names that a scope happens to share with an object', () =>
    expect(toldBy('openid toString')).toEqual(attributes));
});

describe('a list of scopes', () => {
  it('is separated by spaces', () => expect(toScopes(' openid  email ')).toEqual(['openid', 'email']));

  it('may be empty', () => expect(toScopes('')).toEqual([]));
});

describe('the scopes of a machine', () => {
  const allowed = ['orders/write', 'orders/read'];

  it('are those asked for, once each', () =>
    expect(machineScopes(allowed, ['orders/read', 'orders/read'])).toEqual(['orders/read']));

  it.each([undefined, []])('are all where none is asked for: %s', (asked) =>
    expect(machineScopes(allowed, asked)).toEqual(allowed),
  );

  it.each([
    ['one is not allowed', allowed, ['orders/read', 'orders/delete']],
    ['one is allowed but for its case', allowed, ['orders/Read']],
    ['the client has none', [], undefined],
  ])('are refused as a whole where %s', (_case, has, asked) => expect(machineScopes(has, asked)).toBeUndefined());
});
