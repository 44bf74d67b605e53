import { describe, expect, it } from 'vitest';
import { findChallenge, toResponses } from '#shared/domain/oauth/page-answers.ts';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';

const responses = (challenge: Parameters<typeof toResponses>[0], form: string, attributes: readonly string[] = []) =>
  toResponses(challenge, 'ada', parseParameters(form), attributes);

describe('the fields of a page', () => {
  it.each([
    ['SMS_MFA', 'authentication_code=1', { SMS_MFA_CODE: '1' }],
    ['EMAIL_OTP', 'authentication_code=1', { EMAIL_OTP_CODE: '1' }],
    ['SMS_OTP', 'authentication_code=1', { SMS_OTP_CODE: '1' }],
    ['SOFTWARE_TOKEN_MFA', 'authentication_code=1', { SOFTWARE_TOKEN_MFA_CODE: '1' }],
    ['SELECT_CHALLENGE', 'answer=PASSWORD', { ANSWER: 'PASSWORD' }],
    ['PASSWORD', 'password=p', { PASSWORD: 'p' }],
    ['WEB_AUTHN', 'credential=%7B%7D', { CREDENTIAL: '{}' }],
    ['MFA_SETUP', 'EMAIL=a%40b', { EMAIL: 'a@b' }],
    ['MFA_SETUP', 'PHONE_NUMBER=%2B1', { PHONE_NUMBER: '+1' }],
    ['NEW_PASSWORD_REQUIRED', 'new_password=p', { NEW_PASSWORD: 'p' }],
  ] as const)('of %s are ChallengeResponses: %s', (challenge, form, expected) => {
    expect(responses(challenge, `${form}&_csrf=x`)).toEqual({ USERNAME: 'ada', ...expected });
  });

  it('give the attributes that the page asked for, and no others', () => {
    const form = 'requiredAttributes[name]=Ada&requiredAttributes[email]=a%40b&userAttributes.zoneinfo=x';
    expect(responses('NEW_PASSWORD_REQUIRED', form, ['name'])).toEqual({
      USERNAME: 'ada',
      'userAttributes.name': 'Ada',
    });
  });

  it('cannot name another user', () => {
    expect(responses('PASSWORD', 'USERNAME=eve&username=eve&password=p')).toEqual({ USERNAME: 'ada', PASSWORD: 'p' });
  });

  it('come once each', () => {
    expect(() => responses('PASSWORD', 'password=p&password=q')).toThrow(
      'The parameter password comes more than once.',
    );
  });
});

describe('a challenge', () => {
  it('has one of the names', () => {
    expect(findChallenge('SMS_MFA')).toBe('SMS_MFA');
    expect(findChallenge('constructor')).toBeUndefined();
  });
});
