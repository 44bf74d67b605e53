import { InitiateAuthCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import {
  audit,
  enforced,
  home,
  makeProtectedPool,
  makeSettledUser,
  type Place,
  risky,
  setRisk,
  signInFrom,
  takeoverAt,
} from '#tests/support/risk.ts';
import { type Sample, samplesOf, valuesOf } from './emf.ts';

const names = ['Risk', 'NoRisk', 'AccountTakeoverRisk', 'CompromisedCredentialRisk', 'OverrideBlock'];

/** The metrics of threat protection, each with its dimensions. */
const risksIn = (samples: readonly Sample[]) =>
  samples
    .filter(({ metric }) => names.includes(metric))
    .map(({ metric, dimensions, value }) => [metric, dimensions, value]);

describe('What threat protection counts', () => {
  it('is NoRisk for a sign-in from where its user is at home', async () => {
    const pool = await makeProtectedPool();
    const user = await makeSettledUser(pool);
    const samples = await samplesOf(() => signInFrom(pool, user, home));
    expect(risksIn(samples)).toEqual([['NoRisk', { Operation: 'SignIn', UserPoolId: pool.poolId }, 1]]);
  });

  it('is the risk of an account taken over, by its level, where nothing follows of it', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    const samples = await samplesOf(() => signInFrom(pool, user, risky.Medium));
    const place = { Operation: 'SignIn', UserPoolId: pool.poolId };
    expect(risksIn(samples)).toEqual([
      ['AccountTakeoverRisk', { ...place, RiskLevel: 'Medium' }, 1],
      ['Risk', place, 1],
    ]);
  });

  it('is a block too where the configuration wants one', async () => {
    const pool = await makeProtectedPool();
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeoverAt('High', 'BLOCK') });
    const user = await makeSettledUser(pool);
    const samples = await samplesOf(() => signInFrom(pool, user, risky.High));
    const place = { Operation: 'SignIn', UserPoolId: pool.poolId };
    expect(risksIn(samples)).toEqual([
      ['AccountTakeoverRisk', { ...place, RiskLevel: 'High' }, 1],
      ['OverrideBlock', { ...place, RiskLevel: 'High' }, 1],
      ['Risk', place, 1],
    ]);
    expect(valuesOf(samples, 'SignInSuccesses', { UserPool: pool.poolId })).toEqual([0]);
  });

  it('is a block alone for an address that is refused, which is not scored', async () => {
    const pool = await makeProtectedPool();
    const user = await makeUser(pool);
    const elsewhere: Place = { ...home, address: '203.0.113.77' };
    await setRisk(pool.poolId, { RiskExceptionConfiguration: { BlockedIPRangeList: ['203.0.113.77/32'] } });
    const samples = await samplesOf(() => signInFrom(pool, user, elsewhere));
    const place = { Operation: 'SignIn', UserPoolId: pool.poolId, RiskLevel: 'None' };
    expect(risksIn(samples)).toEqual([['OverrideBlock', place, 1]]);
  });

  it('is a compromised credential for a password that leaked, at the sign-up', async () => {
    const pool = await makePool(enforced);
    await setRisk(pool.poolId, { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } } });
    const signUp = new SignUpCommand({
      ClientId: pool.clientId,
      Username: `u-${crypto.randomUUID()}`,
      Password: 'P@ssw0rd',
    });
    const samples = await samplesOf(() => publicClient().send(signUp));
    const place = { Operation: 'SignUp', UserPoolId: pool.poolId };
    expect(risksIn(samples)).toEqual([
      ['CompromisedCredentialRisk', { ...place, RiskLevel: 'High' }, 1],
      ['OverrideBlock', { ...place, RiskLevel: 'High' }, 1],
      ['Risk', place, 1],
    ]);
  });

  it('is nothing in a pool without it', async () => {
    const pool = await makePool();
    const { username: USERNAME } = await makeUser(pool);
    const AuthParameters = { USERNAME, PASSWORD: 'Wrong-horse-1' };
    const command = new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters,
    });
    expect(risksIn(await samplesOf(() => publicClient().send(command)))).toEqual([]);
  });
});
