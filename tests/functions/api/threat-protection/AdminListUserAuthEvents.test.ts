import {
  AdminDeleteUserCommand,
  AdminListUserAuthEventsCommand,
  AdminSetUserMFAPreferenceCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makePool, makeUser, password } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import {
  agents,
  answerFrom,
  audit,
  eventsOf,
  hashFor,
  home,
  makeProtectedPool,
  makeSettledUser,
  risky,
  signInFrom,
} from '#tests/support/risk.ts';

const list = (UserPoolId: string, Username: string, more: object = {}, options = {}) =>
  adminClient(options).send(new AdminListUserAuthEventsCommand({ UserPoolId, Username, ...more }));

const uuid = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('AdminListUserAuthEvents', () => {
  it('tells all of a sign-in', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    const before = Date.now();
    const { AuthenticationResult } = await signInFrom(pool, user, home);

    const { AuthEvents, NextToken } = await list(pool.poolId, user.username);

    expect(NextToken).toBeUndefined();
    expect(AuthEvents).toEqual([
      {
        EventId: expect.stringMatching(uuid),
        EventType: 'SignIn',
        CreationDate: expect.any(Date),
        EventResponse: 'Pass',
        EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Success' }],
        EventContextData: { IpAddress: home.address, DeviceName: 'Chrome 126, Windows 10', Timezone: '+02:00' },
      },
    ]);
    const [event] = AuthEvents ?? [];
    expect(event?.CreationDate?.getTime()).toBeGreaterThanOrEqual(before);
    const { AccessToken = '', IdToken = '' } = AuthenticationResult ?? {};
    expect([decodeJwt(AccessToken).event_id, decodeJwt(IdToken).event_id]).toEqual([event?.EventId, event?.EventId]);
  });

  it('tells the country of an address that a server names', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    for (const address of ['193.0.6.139', '2001:620:0:ff::5c']) await signInFrom(pool, user, { ...home, address });

    const [second, first] = await eventsOf(pool, user);

    expect(first?.EventContextData).toMatchObject({ IpAddress: '193.0.6.139', City: 'null', Country: 'Netherlands' });
    expect(second?.EventContextData).toMatchObject({ IpAddress: '2001:620:0:ff::5c', Country: 'Switzerland' });
  });

  it('tells where the distribution says that somebody is, and a client that nobody knows', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    const headers = { 'cloudfront-viewer-country-name': 'Norway', 'cloudfront-viewer-country': 'NO' };
    const asked = {
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.username, PASSWORD: password, ...hashFor(pool, user.username) },
    } as const;
    await publicClient({ headers }).send(new InitiateAuthCommand(asked));
    const there = { ...headers, 'cloudfront-viewer-city': 'Troms%C3%B8' };
    await publicClient({ headers: there }).send(new InitiateAuthCommand(asked));

    const [second, first] = await eventsOf(pool, user);

    expect(first?.EventContextData).toEqual({
      IpAddress: '127.0.0.1',
      DeviceName: expect.stringMatching(/^Other, /),
      City: 'null',
      Country: 'Norway',
    });
    expect(second?.EventContextData).toMatchObject({ City: 'Tromsø', Country: 'Norway' });
  });

  it('tells of wrong passwords and wrong codes', async () => {
    const pool = await makeProtectedPool(audit);
    const phone = aPhoneNumber();
    const user = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: phone }] });
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        SMSMfaSettings: { Enabled: true },
      }),
    );
    await expect(signInFrom(pool, user, home, { secret: 'Wrong-horse-1' })).rejects.toThrow('Incorrect');
    const asked = await signInFrom(pool, user, home);
    const code = await codeFor(phone);
    const answer = (SMS_MFA_CODE: string) => answerFrom(pool, user, home, asked, { SMS_MFA_CODE });
    const passed = { ChallengeName: 'Password', ChallengeResponse: 'Success' };

    expect((await eventsOf(pool, user)).map((event) => [event.EventResponse, event.ChallengeResponses])).toEqual([
      ['InProgress', [passed]],
      ['Fail', [{ ChallengeName: 'Password', ChallengeResponse: 'Failure' }]],
    ]);

    await expect(answer(code === '000000' ? '111111' : '000000')).rejects.toThrow();
    expect((await eventsOf(pool, user))[0]).toMatchObject({
      EventResponse: 'Fail',
      ChallengeResponses: [passed, { ChallengeName: 'Mfa', ChallengeResponse: 'Failure' }],
    });

    await answer(code);
    const events = await eventsOf(pool, user);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      EventResponse: 'Pass',
      ChallengeResponses: [passed, { ChallengeName: 'Mfa', ChallengeResponse: 'Success' }],
    });
  });

  it('says why a sign-in was risky, in words', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    await signInFrom(pool, user, risky.High);

    const raw = await itemsAbout(user.username);
    const [event] = await eventsOf(pool, user);

    expect(event?.EventRisk).toMatchObject({ RiskDecision: 'AccountTakeover', RiskLevel: 'High' });
    const stored = raw.find(({ sk }) => sk === `E#${event?.EventId}`);
    expect(stored).toMatchObject({ data: { risk: { reasons: ['new address', 'new system'] } } });
  });

  it('gives them page by page, the newest first', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    const day = 86_400_000;
    for (const days of [5, 4, 3, 2, 1]) await signInFrom(pool, user, home, { at: Date.now() - days * day });
    const all = (await eventsOf(pool, user)).map(({ EventId }) => EventId);

    const first = await list(pool.poolId, user.username, { MaxResults: 2 });
    const [, last] = first.AuthEvents ?? [];
    expect(first.NextToken).toBe(`${last?.EventId}#${last?.CreationDate?.toISOString()}`);
    const second = await list(pool.poolId, user.username, { MaxResults: 2, NextToken: first.NextToken });
    const third = await list(pool.poolId, user.username, { MaxResults: 2, NextToken: second.NextToken });

    const pages = [first, second, third].map(({ AuthEvents = [] }) => AuthEvents.map(({ EventId }) => EventId));
    expect(pages).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
    expect(third.NextToken).toBeUndefined();
    const times = (await eventsOf(pool, user)).map(({ CreationDate }) => CreationDate?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((one, other) => other - one));
    expect((await list(pool.poolId, user.username, { MaxResults: 0 })).AuthEvents).toHaveLength(5);
  });

  it('keeps them for two years', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    const at = Date.now();
    await signInFrom(pool, user, home, { at });
    const twoYears = 2 * 365 * 86_400_000;

    const eventsAt = async (ahead: number) => (await list(pool.poolId, user.username, {}, { ahead })).AuthEvents;
    expect(await eventsAt(twoYears - 60_000)).toHaveLength(1);
    expect(await eventsAt(twoYears + 60_000)).toEqual([]);
    const stored = (await itemsAbout(user.username)).find(({ type }) => type === 'AuthEvent');
    expect(stored?.ttl).toBe(Math.ceil((at + twoYears) / 1000));
  });

  it('has none of an earlier user of the same name, and nothing is left of that one', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: user.username }));
    expect(await itemsAbout(user.username)).toEqual([]);

    await makeUser(pool, { username: user.username });

    expect(await eventsOf(pool, user)).toEqual([]);
    await signInFrom(pool, user, { ...home, agent: agents.iphone });
    expect((await eventsOf(pool, user))[0]?.EventRisk).toMatchObject({ RiskDecision: 'NoRisk' });
  });

  it('needs threat protection, a user, and a token of its own', async () => {
    const [off, pool] = [await makePool(), await makeProtectedPool(audit)];
    const user = await makeUser(pool);

    await expect(list(off.poolId, user.username)).rejects.toMatchObject({
      name: 'UserPoolAddOnNotEnabledException',
      message: `Threat protection is not enabled for user pool ${off.poolId}.`,
    });
    await expect(list(pool.poolId, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(list('eu-central-1_000000000', 'x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    for (const NextToken of ['x', `${'x'.repeat(36)}#2026-01-01T00:00:00.000Z`]) {
      await expect(list(pool.poolId, user.username, { NextToken })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'Invalid pagination token.',
      });
    }
    await expect(list(pool.poolId, user.username, { MaxResults: 61 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
