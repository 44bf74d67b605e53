import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const set = (UserPoolId: string, limits: object) =>
  callOwn<object>('SetUserPoolMessageLimits', { UserPoolId, ...limits });

// The effect of the limits is tested in tests/messages.
describe('SetUserPoolMessageLimits', () => {
  it('answers what holds, and forgets what it is not given', async () => {
    const { poolId: UserPoolId } = await makePool();
    const given = { SmsCountries: ['US', 'DE', 'US'], EmailsPerDay: 100, SmsPerDay: 0 };

    const holds = { UserPoolId, ...given, SmsCountries: ['DE', 'US'] };
    expect(await set(UserPoolId, given)).toEqual(holds);
    expect(await callOwn('GetUserPoolMessageLimits', { UserPoolId })).toEqual(holds);

    expect(await set(UserPoolId, { SmsPerDay: 10 })).toEqual({ UserPoolId, SmsPerDay: 10 });
    expect(await set(UserPoolId, {})).toEqual({ UserPoolId });
  });

  it('is not reset by UpdateUserPool', async () => {
    const { poolId: UserPoolId } = await makePool();
    const before = await set(UserPoolId, { SmsCountries: ['FR'], SmsPerDay: 10 });

    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId }));

    expect(await callOwn('GetUserPoolMessageLimits', { UserPoolId })).toEqual(before);
  });

  it('takes no request that is not signed', async () => {
    const { poolId: UserPoolId } = await makePool();
    await expect(callOwnUnsigned('SetUserPoolMessageLimits', { UserPoolId })).rejects.toMatchObject({
      name: 'MissingAuthenticationTokenException',
    });
  });

  it.each([
    ['no country at all', { SmsCountries: [] }, /smsCountries/],
    ['more countries than there are', { SmsCountries: Array.from({ length: 251 }, () => 'DE') }, /smsCountries/],
    ['a country in another writing', { SmsCountries: ['Germany'] }, /smsCountries/],
    ['a country that there is not', { SmsCountries: ['DE', 'ZZ'] }, /ZZ/],
    ['a country whose numbers are those of another', { SmsCountries: ['VA'] }, /VA/],
    ['less than nothing', { SmsPerDay: -1 }, /smsPerDay/],
    ['half a message', { EmailsPerDay: 0.5 }, /NUMBER_VALUE/],
    ['more than anybody sends', { EmailsPerDay: 100_000_001 }, /emailsPerDay/],
  ])('refuses %s', async (_what, limits, message) => {
    const { poolId } = await makePool();
    await expect(set(poolId, limits)).rejects.toMatchObject({
      name: expect.stringMatching(/InvalidParameterException|SerializationException/),
      message: expect.stringMatching(message),
    });
  });
});
