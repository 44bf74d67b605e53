import {
  AdminUpdateAuthEventFeedbackCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { makeOAuthApp } from '#tests/support/oauth.ts';
import { makeUser, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { audit, enforced, eventsOf, setRisk, takeover } from '#tests/support/risk.ts';
import { codeIn, enter, errorOn } from '#tests/support/sign-in-page.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const here = { RiskExceptionConfiguration: { BlockedIPRangeList: ['127.0.0.0/8', '::1/128'] } };

/** Says of the user's newest sign-in that it was somebody else: so that the next one from there is as risky as can be. */
const report = async ({ poolId: UserPoolId }: TestPool, { username: Username }: TestUser) => {
  const [{ EventId } = {}] = await eventsOf({ poolId: UserPoolId }, { username: Username });
  const said = { UserPoolId, Username, EventId, FeedbackValue: 'Invalid' } as const;
  await adminClient().send(new AdminUpdateAuthEventFeedbackCommand(said));
};

it('scores a sign-in on the pages as one through the API', async () => {
  const app = await makeOAuthApp({}, enforced);
  const { user } = app;
  expect(await codeIn(await enter(newUserAgent(), app, user))).toBeTruthy();
  expect((await eventsOf(app, user))[0]).toMatchObject({ EventType: 'SignIn', EventResponse: 'Pass' });
  await report(app, { ...user, email: '', sub: '' });
  await setRisk(app.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });

  const refused = await enter(newUserAgent(), app, user);

  expect(await errorOn(refused)).toBe('Unable to login because of security reasons.');
  expect((await eventsOf(app, user))[0]).toMatchObject({
    EventResponse: 'Fail',
    EventRisk: { RiskDecision: 'Block', RiskLevel: 'High' },
  });
});

it('opens no page to the list of addresses to block', async () => {
  const app = await makeOAuthApp({}, enforced);
  await setRisk(app.poolId, here);
  const other = await makeUser(app);

  for (const user of [app.user, other, { username: 'nobody' }]) {
    const refused = await enter(newUserAgent(), app, user);
    expect(await errorOn(refused)).toBe('Request not allowed due to security reasons.');
  }
});

it.each([
  ['acts', enforced],
  ['only looks', audit],
])(
  'lets in whom a provider vouches for, from wherever, and notes it without a score where it %s',
  async (_what, addOns) => {
    const app = await makeScriptedApp({}, {}, addOns);
    await setRisk(app.poolId, { ...here, AccountTakeoverRiskConfiguration: takeover('BLOCK') });

    const { claims } = await tokensFor(app, await signInScripted(app, { sub: 'ada', email: 'ada@example.com' }));
    const username = String(claims['cognito:username']);

    expect((await eventsOf(app, { username }))[0]).toMatchObject({
      EventType: 'SignIn',
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'NoRisk' },
      ChallengeResponses: [],
    });
  },
);

it('is off where the pool switches it off, whatever is configured', async () => {
  const app = await makeOAuthApp({}, enforced);
  await setRisk(app.poolId, here);
  const named = { UserPoolId: app.poolId };
  const { UserPool } = await adminClient().send(new DescribeUserPoolCommand(named));
  expect(UserPool?.UserPoolAddOns?.AdvancedSecurityMode).toBe('ENFORCED');

  await adminClient().send(new UpdateUserPoolCommand({ ...named, UserPoolAddOns: { AdvancedSecurityMode: 'OFF' } }));

  expect(await codeIn(await enter(newUserAgent(), app, app.user))).toBeTruthy();
});
