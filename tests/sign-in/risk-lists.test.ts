import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeUser } from '#tests/support/pools.ts';
import {
  audit,
  contextOf,
  enforced,
  eventsOf,
  hashFor,
  home,
  makeProtectedPool,
  makeSettledUser,
  type Place,
  risky,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';
import { asks } from '#tests/support/risk-asks.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';

const elsewhere: Place = { ...home, address: '203.0.113.9' };
const refused = { name: 'NotAuthorizedException', message: 'Request not allowed due to security reasons.' };

const makeBlockingPool = async (settings: object = enforced) => {
  const pool = await makeProtectedPool({ ...settings, AutoVerifiedAttributes: ['email'] });
  await setRisk(pool.poolId, {
    RiskExceptionConfiguration: { BlockedIPRangeList: ['203.0.113.0/24', '2001:db8::/32'] },
  });
  return pool;
};

describe('the list of addresses to block', () => {
  it('lets nobody in, by a right password or by a wrong one, of whom there is or not', async () => {
    const pool = await makeBlockingPool();
    const user = await makeUser(pool);

    await expect(signInFrom(pool, user, elsewhere)).rejects.toMatchObject(refused);
    await expect(signInFrom(pool, user, elsewhere, { secret: 'Wrong-horse-1' })).rejects.toMatchObject(refused);
    await expect(signInFrom(pool, { username: 'nobody' }, elsewhere)).rejects.toMatchObject(refused);
    await expect(signInFrom(pool, user, { ...home, address: '2001:db8::7' })).rejects.toMatchObject(refused);
    expect((await signInFrom(pool, user, { ...home, address: '2001:db9::7' })).AuthenticationResult).toBeDefined();
  });

  it('ends a sign-in that was begun from elsewhere', async () => {
    const pool = await makeBlockingPool();
    const { answer } = await beginSrp(pool, await makeUser(pool));

    const asked = { ...answer, UserContextData: contextOf(pool, elsewhere) };
    await expect(publicClient().send(new RespondToAuthChallengeCommand(asked))).rejects.toMatchObject(refused);
  });

  it('lets nobody sign up or ask for a code', async () => {
    const pool = await makeBlockingPool();
    const { username } = await makeUser(pool);
    const { resend, forgot, reset } = asks(pool, username, elsewhere);

    await expect(asks(pool, 'somebody', elsewhere).signUp()).rejects.toMatchObject(refused);
    for (const ask of [resend, forgot, () => reset('123456')]) await expect(ask()).rejects.toMatchObject(refused);
  });

  it('stops no refresh', async () => {
    const pool = await makeBlockingPool();
    const user = await makeUser(pool);
    const { AuthenticationResult } = await signInFrom(pool, user, home);

    const { AuthenticationResult: again } = await publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '', ...hashFor(pool, user.username) },
        UserContextData: contextOf(pool, elsewhere),
      }),
    );
    expect(again?.AccessToken).toBeTruthy();
  });

  it('does nothing where the pool only looks, and nothing to a client with a list of its own', async () => {
    const [looking, acting] = [await makeBlockingPool(audit), await makeBlockingPool()];
    const [one, other] = [await makeUser(looking), await makeUser(acting)];

    expect((await signInFrom(looking, one, elsewhere)).AuthenticationResult).toBeDefined();
    expect((await signInFrom(acting.calm, other, elsewhere)).AuthenticationResult).toBeDefined();
  });
});

describe('the list of addresses to skip', () => {
  it('lets in whoever comes from there, however risky that would be', async () => {
    const pool = await makeProtectedPool();
    await setRisk(pool.poolId, {
      AccountTakeoverRiskConfiguration: takeover('BLOCK'),
      RiskExceptionConfiguration: { SkippedIPRangeList: ['203.0.113.9/32'] },
    });
    const user = await makeSettledUser(pool);

    expect((await signInFrom(pool, user, risky.High)).AuthenticationResult).toBeDefined();
    expect((await eventsOf(pool, user))[0]?.EventRisk).toMatchObject({ RiskDecision: 'NoRisk' });
    await expect(signInFrom(pool, user, { ...risky.High, address: '203.0.113.10' })).rejects.toThrow(
      'security reasons',
    );
  });
});

describe('the addresses of a group', () => {
  it('bind its members alone, and only once they are known', async () => {
    const pool = await makeProtectedPool();
    const [member, other] = [await makeUser(pool), await makeUser(pool)];
    const named = { UserPoolId: pool.poolId, GroupName: 'admins' };
    await adminClient().send(new CreateGroupCommand(named));
    await adminClient().send(new AdminAddUserToGroupCommand({ ...named, Username: member.username }));
    await callOwn('SetUserPoolRiskSettings', {
      UserPoolId: pool.poolId,
      Groups: [
        { GroupName: 'admins', AllowedIPRangeList: ['198.51.100.0/24'], BlockedIPRangeList: ['198.51.100.66/32'] },
      ],
    });

    expect((await signInFrom(pool, member, home)).AuthenticationResult).toBeDefined();
    expect((await signInFrom(pool, other, elsewhere)).AuthenticationResult).toBeDefined();
    await expect(signInFrom(pool, member, elsewhere)).rejects.toMatchObject(refused);
    await expect(signInFrom(pool, member, { ...home, address: '198.51.100.66' })).rejects.toMatchObject(refused);
    await expect(signInFrom(pool, member, elsewhere, { secret: 'Wrong-horse-1' })).rejects.toThrow('Incorrect');
    const [wrong, blocked] = await eventsOf(pool, member);
    expect(wrong).toMatchObject({ EventResponse: 'Fail' });
    expect(wrong?.EventRisk?.RiskDecision).not.toBe('Block');
    expect(blocked).toMatchObject({ EventResponse: 'Fail', EventRisk: { RiskDecision: 'Block' } });
    expect(blocked?.EventRisk).not.toHaveProperty('RiskLevel');
  });
});
