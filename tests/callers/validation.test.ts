import { describe, expect, it } from 'vitest';
import { sendRaw } from '#tests/fuzz/raw-request.ts';

const refused = async (operation: string, members: object, signed = false) => {
  const { status, text } = await sendRaw(`AWSCognitoIdentityProviderService.${operation}`, JSON.stringify(members), {
    signed,
  });
  expect(status).toBe(400);
  const { __type, message } = JSON.parse(text);
  return `${__type}: ${message}`;
};

const said = 'failed to satisfy constraint:';

describe('a request that breaks the constraints of the model', () => {
  it('hears of every one of them, in the order of the members', async () => {
    expect(await refused('SignUp', { ClientId: 'a b', Username: '', Password: 'short' })).toBe(
      `InvalidParameterException: 4 validation errors detected: Value at 'clientId' ${said} Member must satisfy regular expression pattern: [\\w+]+; Value at 'username' ${said} Member must have length greater than or equal to 1; Value at 'username' ${said} Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+; Value at 'password' ${said} Member must have length greater than or equal to 6`,
    );
  });

  it('is told which values an enumeration has, and what it sent', async () => {
    expect(await refused('InitiateAuth', { ClientId: 'abc', AuthFlow: 'MAGIC' })).toBe(
      `InvalidParameterException: 1 validation error detected: Value 'MAGIC' at 'authFlow' ${said} Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]`,
    );
  });

  it('is told where in a list, counting from one', async () => {
    const UserAttributes = [{ Name: 'name' }, { Name: 'n'.repeat(33) }];
    expect(await refused('SignUp', { ClientId: 'abc', Username: 'ada', UserAttributes })).toBe(
      `InvalidParameterException: 1 validation error detected: Value '${'n'.repeat(33)}' at 'userAttributes.2.member.name' ${said} Member must have length less than or equal to 32`,
    );
  });

  it('is told of numbers out of range', async () => {
    expect(await refused('ListUserPools', { MaxResults: 61 }, true)).toBe(
      `InvalidParameterException: 1 validation error detected: Value '61' at 'maxResults' ${said} Member must have value less than or equal to 60`,
    );
  });

  it('is told what is missing; null is missing, too', async () => {
    expect(await refused('GetUser', { AccessToken: null })).toBe(
      `InvalidParameterException: 1 validation error detected: Value at 'accessToken' ${said} Member must not be null`,
    );
  });

  it('is no request at all with another type of value', async () => {
    expect(await refused('GetUser', { AccessToken: 7 })).toBe(
      'SerializationException: NUMBER_VALUE can not be converted to a String',
    );
    expect(await refused('SignUp', { ClientId: 'abc', Username: 'ada', UserAttributes: {} })).toMatch(
      /^SerializationException: /,
    );
  });
});
