import type { AccountTakeoverEventActionType, RiskLevelType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { codeFor } from '#tests/support/mailbox.ts';
import { onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { aPhoneNumber, type TestUser } from '#tests/support/pools.ts';
import {
  agents,
  audit,
  enforced,
  eventsOf,
  home,
  makeProtectedPool,
  makeSettledUser,
  type Place,
  type ProtectedPool,
  setRisk,
  takeoverAt,
} from '#tests/support/risk.ts';
import { codeIn, enter, errorOn, questionIn, textOf } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent, submit } from '#tests/support/user-agent.ts';

// Whoever opens a page here comes from the own machine.
const here: Place = { ...home, address: '127.0.0.1' };

interface Case {
  readonly level: RiskLevelType;
  /** Where somebody has settled who comes with that program: so that it has that risk. */
  readonly settled: Place;
  readonly agent: string;
}

const cases: readonly Case[] = [
  { level: 'Low', settled: here, agent: agents.firefoxOnLinux },
  { level: 'Medium', settled: here, agent: agents.iphone },
  { level: 'High', settled: home, agent: agents.iphone },
];

const blocked = 'Unable to login because of security reasons.';

const questionOf = async (page: Response) => questionIn(formIn(await textOf(page)).fields.question ?? '');

describe.each(cases)('a sign-in on the pages at the level $level', ({ level, settled, agent }) => {
  const makePool = async (
    action: AccountTakeoverEventActionType,
    settings: Parameters<typeof makeProtectedPool>[0] = enforced,
    ours = {},
  ) => {
    const pool = await makeProtectedPool(settings, onPages);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeoverAt(level, action) });
    await callOwn('SetUserPoolRiskSettings', { UserPoolId: pool.poolId, ...ours });
    return pool;
  };

  const signIn = (pool: ProtectedPool, user: TestUser, browser = newUserAgent({ headers: { 'user-agent': agent } })) =>
    enter(browser, pool, user);

  const newestOf = async (pool: ProtectedPool, user: TestUser) => (await eventsOf(pool, user))[0];

  const withPhone = async (pool: ProtectedPool) => {
    const phone = aPhoneNumber();
    const attributes = [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    return { ...(await makeSettledUser(pool, { attributes }, settled)), phone };
  };

  it.each([
    ['by NO_ACTION', 'NO_ACTION', enforced],
    ['whatever the action is, where the pool only looks', 'BLOCK', audit],
    ['without a factor by MFA_IF_CONFIGURED', 'MFA_IF_CONFIGURED', enforced],
  ] as const)('is let in %s', async (_how, action, settings) => {
    const pool = await makePool(action, settings);
    const user = await makeSettledUser(pool, {}, settled);

    expect(await codeIn(await signIn(pool, user))).toBeTruthy();
    expect(await newestOf(pool, user)).toMatchObject({
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: level },
    });
  });

  it('is refused by BLOCK', async () => {
    const pool = await makePool('BLOCK');
    const user = await makeSettledUser(pool, {}, settled);

    expect(await errorOn(await signIn(pool, user))).toBe(blocked);
    expect(await newestOf(pool, user)).toMatchObject({
      EventResponse: 'Fail',
      EventRisk: { RiskDecision: 'Block', RiskLevel: level },
    });
  });

  it.each(['MFA_IF_CONFIGURED', 'MFA_REQUIRED'] as const)('is asked for a factor by %s', async (action) => {
    const pool = await makePool(action);
    const user = await withPhone(pool);
    const browser = newUserAgent({ headers: { 'user-agent': agent } });

    const asked = await signIn(pool, user, browser);

    expect(await questionOf(asked)).toMatchObject({ challenge: 'SMS_MFA' });
    const inProgress = await newestOf(pool, user);
    expect(inProgress).toMatchObject({
      EventResponse: 'InProgress',
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: level },
    });
    expect(await codeIn(await submit(browser, asked, { authentication_code: await codeFor(user.phone) }))).toBeTruthy();
    expect(await newestOf(pool, user)).toMatchObject({ EventId: inProgress?.EventId, EventResponse: 'Pass' });
  });

  it('is refused without a factor by MFA_REQUIRED, or sets one up where the pool wants that', async () => {
    const [strict, kind] = [
      await makePool('MFA_REQUIRED'),
      await makePool('MFA_REQUIRED', enforced, { MfaRequiredWithoutFactor: 'SET_UP' }),
    ];
    const [one, other] = [await makeSettledUser(strict, {}, settled), await makeSettledUser(kind, {}, settled)];

    expect(await errorOn(await signIn(strict, one))).toBe(blocked);
    expect(await questionOf(await signIn(kind, other))).toMatchObject({ challenge: 'MFA_SETUP' });
  });
});
