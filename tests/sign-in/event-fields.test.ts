import {
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateAuthEventFeedbackCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { leaked, minding } from '#tests/support/leaked-passwords.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makeUser, password } from '#tests/support/pools.ts';
import {
  agents,
  answerFrom,
  audit,
  enforced,
  eventsOf,
  hashFor,
  home,
  makeProtectedPool,
  makeSettledUser,
  risky,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';

const common = { EventId: expect.any(String), EventType: 'SignIn', CreationDate: expect.any(Date) };
const passed = { ChallengeName: 'Password', ChallengeResponse: 'Success' };
const onPhone = { IpAddress: risky.High.address, DeviceName: 'Mobile Safari 17, iOS 17.5', Timezone: '+02:00' };
const atHome = { IpAddress: home.address, DeviceName: 'Chrome 126, Windows 10', Timezone: '+02:00' };

describe('an event, member by member', () => {
  it('of a risk that was let in', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    await signInFrom(pool, user, risky.High);

    expect((await eventsOf(pool, user))[0]).toEqual({
      ...common,
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: 'High', CompromisedCredentialsDetected: false },
      ChallengeResponses: [passed],
      EventContextData: onPhone,
    });
  });

  it('of a risk that was refused', async () => {
    const pool = await makeProtectedPool();
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
    const user = await makeSettledUser(pool);
    await expect(signInFrom(pool, user, risky.High)).rejects.toThrow();

    expect((await eventsOf(pool, user))[0]).toEqual({
      ...common,
      EventResponse: 'Fail',
      EventRisk: { RiskDecision: 'Block', RiskLevel: 'High', CompromisedCredentialsDetected: false },
      ChallengeResponses: [passed],
      EventContextData: onPhone,
    });
  });

  it('of a risk that was asked for a factor, before and after the answer', async () => {
    const pool = await makeProtectedPool();
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('MFA_REQUIRED') });
    const phone = aPhoneNumber();
    const attributes = [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const user = await makeSettledUser(pool, { attributes });
    const asked = await signInFrom(pool, user, risky.High);
    const event = {
      ...common,
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: 'High', CompromisedCredentialsDetected: false },
      EventContextData: onPhone,
    };

    const [before] = await eventsOf(pool, user);
    expect(before).toEqual({ ...event, EventResponse: 'InProgress', ChallengeResponses: [passed] });
    await answerFrom(pool, user, risky.High, asked, { SMS_MFA_CODE: await codeFor(phone) });
    expect((await eventsOf(pool, user))[0]).toEqual({
      ...event,
      EventId: before?.EventId,
      CreationDate: before?.CreationDate,
      EventResponse: 'Pass',
      ChallengeResponses: [passed, { ChallengeName: 'Mfa', ChallengeResponse: 'Success' }],
    });
  });

  it.each([
    ['refused', enforced, 'Fail', 'Block'],
    ['only noted', audit, 'Pass', 'NoRisk'],
  ] as const)('of a leaked password that is %s', async (_what, settings, EventResponse, RiskDecision) => {
    const pool = await makeProtectedPool(settings);
    const { username } = await makeUser(pool);
    const given = { UserPoolId: pool.poolId, Username: username, Password: leaked, Permanent: true };
    await adminClient().send(new AdminSetUserPasswordCommand(given));
    await minding(pool.poolId);
    await signInFrom(pool, { username }, home, { secret: leaked }).catch(() => undefined);

    expect((await eventsOf(pool, { username }))[0]).toEqual({
      ...common,
      EventResponse,
      EventRisk: { RiskDecision, CompromisedCredentialsDetected: true },
      ChallengeResponses: [passed],
      EventContextData: atHome,
    });
  });

  it('of a wrong password', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    await expect(signInFrom(pool, user, home, { secret: 'Wrong-horse-1' })).rejects.toThrow('Incorrect');

    expect(await eventsOf(pool, user)).toEqual([
      {
        ...common,
        EventResponse: 'Fail',
        EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Failure' }],
        EventContextData: atHome,
      },
    ]);
  });

  it('of a server that names the address alone: of no device', async () => {
    const pool = await makeProtectedPool(audit);
    const { username } = await makeUser(pool);
    await adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, ...hashFor(pool, username) },
        ContextData: {
          IpAddress: home.address,
          ServerName: 'app.example.com',
          ServerPath: '/sign-in',
          HttpHeaders: [{ headerName: 'User-Agent', headerValue: agents.chrome }],
        },
      }),
    );

    expect((await eventsOf(pool, { username }))[0]?.EventContextData).toEqual({ IpAddress: home.address });
  });

  it('with what was said of it', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    const [before] = await eventsOf(pool, user);
    const said = { UserPoolId: pool.poolId, Username: user.username, EventId: before?.EventId };
    await adminClient().send(new AdminUpdateAuthEventFeedbackCommand({ ...said, FeedbackValue: 'Valid' }));

    expect((await eventsOf(pool, user))[0]).toEqual({
      ...before,
      EventFeedback: { FeedbackValue: 'Valid', Provider: 'Admin', FeedbackDate: expect.any(Date) },
    });
  });
});
