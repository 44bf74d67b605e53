import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { nextHour } from '#tests/support/hours.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { aPhoneNumber } from '#tests/support/pools.ts';
import { audit, enforced, eventsOf, home, makeSettledUser, risky, signInFrom } from '#tests/support/risk.ts';
import { feedbackOf, makeTellingPool, readMail, tellAfterSignIn } from '#tests/support/risk-mails.ts';
import { scriptedFunction, eventsOf as triggersOf } from '#tests/support/scripted-functions.ts';
import { errorOn, textOf } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

describe('a notification of a risky sign-in', () => {
  it('tells of one that was let in, with every placeholder filled in', async () => {
    const pool = await makeTellingPool('NO_ACTION');
    const { user, mail } = await tellAfterSignIn(pool);
    const [event] = await eventsOf(pool, user);

    expect(mail.subject).toBe('Let in');
    expect(mail.text).toMatch(
      new RegExp(
        `^let in ${user.username} 203\\.0\\.113\\.9 unknown unknown \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT Mobile Safari 17, iOS 17\\.5 ${event?.EventId} `,
      ),
    );
    expect(mail.text).toContain(' {unknown}');
    expect(mail.token).toMatch(/^[A-Za-z0-9-_=.]+$/);
    expect(mail.valid).toContain(`/eventFeedback?client_id=${pool.clientId}&feedback_token=`);
  });

  it('tells of one that was blocked, and of one that was asked for a factor', async () => {
    const [blocking, asking] = [await makeTellingPool('BLOCK'), await makeTellingPool('MFA_IF_CONFIGURED')];
    const blocked = await makeSettledUser(blocking);
    const attributes = [
      { Name: 'phone_number', Value: aPhoneNumber() },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const asked = await makeSettledUser(asking, { attributes });
    await expect(signInFrom(blocking, blocked, risky.High)).rejects.toThrow('security reasons');
    await signInFrom(asking, asked, risky.High);

    expect(await readMail(blocked.email)).toMatchObject({ subject: `Blocked ${blocked.username}` });
    expect((await readMail(blocked.email)).text).toMatch(/^blocked /);
    expect(await readMail(asked.email)).toMatchObject({ subject: 'Asked' });
  });

  it('has words of our own where the configuration has none', async () => {
    const pool = await makeTellingPool('NO_ACTION', { texts: {} });
    const { mail } = await tellAfterSignIn(pool);

    expect(mail.subject).toBe('New sign-in attempt');
    expect(mail.text).toContain('Device: Mobile Safari 17, iOS 17.5');
    expect(mail.text).toContain(`href="${mail.invalid.replaceAll('&', '&amp;')}"`);
  });

  it('fills nothing in that comes from whoever signs in', async () => {
    const pool = await makeTellingPool('NO_ACTION');
    const user = await makeSettledUser(pool);
    await signInFrom(pool, user, { ...risky.High, agent: '<b>{feedback-token}</b>/1' });

    expect((await readMail(user.email)).text).not.toContain('<b>');
  });

  it('goes to nobody where the pool only looks, where no risk is, and to no address that is not verified', async () => {
    const [looking, acting] = [
      await makeTellingPool('NO_ACTION', { settings: audit }),
      await makeTellingPool('NO_ACTION'),
    ];
    const [seen, safe] = [await makeSettledUser(looking), await makeSettledUser(acting)];
    await signInFrom(looking, seen, risky.High);
    await signInFrom(acting, safe, home);
    const unverified = await makeSettledUser(acting);
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: acting.poolId,
        Username: unverified.username,
        UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
      }),
    );
    await signInFrom(acting, unverified, risky.High);

    for (const { email } of [seen, safe, unverified]) expect(await mailTo(email)).toEqual([]);
  });

  it('stops at twenty in an hour, and hinders no sign-in by that', async () => {
    const pool = await makeTellingPool('BLOCK');
    const user = await makeSettledUser(pool);
    // All in one hour, also where the next one begins meanwhile.
    const at = nextHour();
    for (let round = 0; round < 22; round++) {
      await expect(signInFrom(pool, user, risky.High, { at })).rejects.toThrow(
        'Unable to login because of security reasons.',
      );
    }

    expect(await mailTo(user.email)).toHaveLength(20);
  });

  it('goes through the function of the pool’s owner', async () => {
    const sender = scriptedFunction({});
    const pool = await makeTellingPool('NO_ACTION', {
      settings: {
        ...enforced,
        LambdaConfig: {
          CustomEmailSender: { LambdaArn: sender, LambdaVersion: 'V1_0' },
          KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/x',
        },
      },
    });
    const user = await makeSettledUser(pool);
    await signInFrom(pool, user, risky.High);
    const [{ EventId } = {}] = await eventsOf(pool, user);

    await expect
      .poll(async () =>
        (await triggersOf(pool.poolId)).find(({ triggerSource }) => triggerSource.startsWith('CustomEmail')),
      )
      .toMatchObject({
        triggerSource: 'CustomEmailSender_AccountTakeOverNotification',
        userName: user.username,
        request: {
          type: 'customEmailSenderRequestV1',
          code: null,
          userAttributes: {
            EVENT_ID: EventId,
            USER_NAME: user.username,
            IP_ADDRESS: risky.High.address,
            ACCOUNT_TAKE_OVER_ACTION: 'NO_ACTION',
            ONE_CLICK_LINK_VALID: expect.stringContaining('/eventFeedback?'),
            ONE_CLICK_LINK_INVALID: expect.stringContaining('/eventFeedback?'),
            LOGIN_TIME: expect.stringContaining('GMT'),
            FEEDBACK_TOKEN: expect.stringMatching(/^[\w-]+$/),
            DEVICE_NAME: 'Mobile Safari 17, iOS 17.5',
          },
        },
      });
  });
});

describe('the page that a notification leads to', () => {
  it('says so only by its button, and once', async () => {
    const pool = await makeTellingPool('NO_ACTION');
    const { user, mail } = await tellAfterSignIn(pool);
    const agent = newUserAgent();
    const page = await agent.get(mail.invalid);
    for (const method of ['GET', 'HEAD']) await fetch(mail.invalid, { method });
    expect(await feedbackOf(pool, user)).toBeUndefined();
    expect(await textOf(page)).toContain('No, it was not me');

    expect(await textOf(await submit(agent, page, {}))).toContain('Thank you for telling us.');

    expect(await feedbackOf(pool, user)).toEqual({
      FeedbackValue: 'Invalid',
      Provider: 'User',
      FeedbackDate: expect.any(Date),
    });
    const other = await agent.get(mail.valid);
    expect(await textOf(other)).toContain('Yes, it was me');
    expect(await errorOn(await submit(agent, other, {}))).toBe('Invalid feedback token.');
    expect(await feedbackOf(pool, user)).toMatchObject({ FeedbackValue: 'Invalid' });
  });

  it('takes no token that was changed, has expired, or is of another pool', async () => {
    const [pool, other] = [await makeTellingPool('NO_ACTION'), await makeTellingPool('NO_ACTION')];
    const { mail } = await tellAfterSignIn(pool);
    const agent = newUserAgent();

    for (const link of [mail.valid.slice(0, -4), mail.valid.replace(pool.clientId, other.clientId)]) {
      expect(await errorOn(await agent.get(link))).toBe('Invalid feedback token.');
    }
    const ahead = { 'x-gatehouse-clock': String(Date.now() + 8 * 86_400_000) };
    expect(await errorOn(await fetch(mail.valid, { headers: ahead }))).toBe('Invalid feedback token.');
  });

  it('ends all sign-ins and asks for a new password, where the pool wants that', async () => {
    const pool = await makeTellingPool('NO_ACTION');
    await callOwn('SetUserPoolRiskSettings', {
      UserPoolId: pool.poolId,
      InvalidFeedbackAction: 'REQUIRE_NEW_PASSWORD',
    });
    const { user, mail, AccessToken } = await tellAfterSignIn(pool);
    const agent = newUserAgent();

    await submit(agent, await agent.get(mail.invalid), {});

    const get = { UserPoolId: pool.poolId, Username: user.username };
    expect((await adminClient().send(new AdminGetUserCommand(get))).UserStatus).toBe('RESET_REQUIRED');
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(signInFrom(pool.calm, user, home)).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
  });
});
