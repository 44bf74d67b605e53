import {
  AdminUpdateAuthEventFeedbackCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import {
  agents,
  audit,
  contextOf,
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
  takeoverAt,
} from '#tests/support/risk.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';

const newest = async (pool: TestPool, user: TestUser) => (await eventsOf(pool, user))[0];

const reasonsOf = async (user: TestUser): Promise<unknown> => {
  const events = (await itemsAbout(user.username)).filter(({ type }) => type === 'AuthEvent');
  return Object(Object(events.at(-1)?.data).risk).reasons;
};

interface Viewer {
  readonly latitude: number;
  readonly longitude: number;
  readonly country: string;
  readonly asn: number;
}

const hamburg: Viewer = { latitude: 53.55, longitude: 9.99, country: 'DE', asn: 64_501 };
const berlin: Viewer = { latitude: 52.52, longitude: 13.4, country: 'DE', asn: 64_502 };
const auckland: Viewer = { latitude: -36.85, longitude: 174.76, country: 'NZ', asn: 64_503 };

const hour = 3_600_000;

/** A sign-in from where the distribution says that the viewer is. */
const signInAt = (
  pool: TestPool,
  { username }: TestUser,
  { latitude, longitude, country, asn }: Viewer,
  at: number,
) => {
  const headers = {
    'cloudfront-viewer-latitude': String(latitude),
    'cloudfront-viewer-longitude': String(longitude),
    'cloudfront-viewer-country': country,
    'cloudfront-viewer-asn': String(asn),
  };
  return publicClient({ headers, at }).send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password, ...hashFor(pool, username) },
      UserContextData: { EncodedData: contextOf(pool, home).EncodedData },
    }),
  );
};

describe('what is remembered of a user', () => {
  it('lets a person travel as fast as people do, and no faster', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    const now = Date.now();
    for (const hours of [60, 50, 40, 30]) await signInAt(pool, user, hamburg, now - hours * hour);

    await signInAt(pool, user, berlin, now - 4 * hour);
    expect(await reasonsOf(user)).not.toContainEqual(expect.stringContaining('impossible travel'));

    await signInAt(pool, user, auckland, now - 3 * hour);
    expect(await reasonsOf(user)).toContainEqual(
      expect.stringMatching(/^impossible travel: \d{5} km in 6[01] minutes$/),
    );
    expect((await newest(pool, user))?.EventRisk?.RiskLevel).toMatch(/^(Medium|High)$/);
  });

  it('takes a new browser for riskier than the old one, and for less risky once it is known', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    const levelWith = async (agent: string) => {
      await signInFrom(pool, user, { ...home, agent });
      return (await newest(pool, user))?.EventRisk?.RiskLevel;
    };

    expect(await levelWith(agents.chrome)).toBeUndefined();
    expect(await levelWith(agents.iphone)).toBe('Medium');
    expect(await reasonsOf(user)).toEqual(['new system']);
    expect(await levelWith(agents.iphone)).not.toBe('Medium');
  });

  it('refuses nobody for a low risk who has just come', async () => {
    const pool = await makeProtectedPool(enforced);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeoverAt('Low', 'BLOCK') });
    const user = await makeUser(pool);
    // Two networks of one country.
    const [atHome, atWork] = [
      { ...home, address: '193.0.6.139' },
      { ...home, address: '145.97.20.20' },
    ];

    for (const place of [atHome, atWork, atHome, atWork]) {
      expect((await signInFrom(pool, user, place)).AuthenticationResult).toBeDefined();
      expect((await newest(pool, user))?.EventRisk).toMatchObject({ RiskDecision: 'NoRisk' });
    }
    expect(await eventsOf(pool, user)).toHaveLength(4);
  });

  it('is nothing of what was refused: who tries makes no one at home', async () => {
    const pool = await makeProtectedPool(enforced);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
    const user = await makeSettledUser(pool);
    const memory = async () => (await itemsAbout(user.username)).find(({ type }) => type === 'RiskMemory')?.data;
    const before = await memory();

    for (const secret of [password, 'Wrong-horse-1', password]) {
      await expect(signInFrom(pool, user, risky.High, { secret })).rejects.toThrow();
    }

    expect(await memory()).toEqual(before);
    expect(await eventsOf(pool, user)).toHaveLength(8);
  });

  it('stays as small as it is, however often somebody signs in', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    for (let round = 0; round < 40; round++) {
      await signInFrom(pool, user, { address: `203.0.113.${round}`, agent: `agent-${round}/1.0` });
    }

    const memory = (await itemsAbout(user.username)).find(({ type }) => type === 'RiskMemory');
    expect(JSON.stringify(memory).length).toBeLessThan(5000);
    expect(Object(Object(memory?.data).history).entries).toHaveLength(32);
  });
});

describe('one attacker', () => {
  it('ends no sign-in by a header that is cut within a character', async () => {
    const pool = await makeProtectedPool();
    const user = await makeUser(pool);
    for (const before of [499, 511]) {
      const agent = `${'a'.repeat(before)}\u{1f600}`;
      expect((await signInFrom(pool, user, { ...home, agent })).AuthenticationResult).toBeDefined();
    }
  });

  it('locks nobody out of a pool, and makes no sign-in of others riskier', async () => {
    const pool = await makeProtectedPool(enforced);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
    const [victim, ...others] = [await makeSettledUser(pool), await makeSettledUser(pool), await makeSettledUser(pool)];
    const tries = Array.from({ length: 60 }, (_none, number) => ({
      ...risky.High,
      address: `203.0.113.${number}`,
    }));
    // All at one time: a lockout that ends between two of them would let one more through.
    const at = Date.now();
    for (const place of tries) {
      await expect(signInFrom(pool, victim, place, { secret: 'Wrong-horse-1', at })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
      });
    }

    for (const user of others) {
      expect((await signInFrom(pool, user, home)).AuthenticationResult).toBeDefined();
      expect((await newest(pool, user))?.EventRisk).toMatchObject({ RiskDecision: 'NoRisk' });
    }
    // The name that was tried is locked out for a while, as without threat protection, and its events stop there.
    const quarter = at + 16 * 60_000;
    expect((await signInFrom(pool, victim, home, { at: quarter })).AuthenticationResult).toBeDefined();
    expect((await eventsOf(pool, victim)).filter(({ EventResponse }) => EventResponse === 'Fail').length).toBeLessThan(
      7,
    );
  });
});

describe('sign-ins at once', () => {
  it('all succeed, each with an event of its own', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);

    const answers = await Promise.all(Array.from({ length: 8 }, () => signInFrom(pool, user, home)));

    const ids = answers.map(({ AuthenticationResult }) => decodeJwt(AuthenticationResult?.AccessToken ?? '').event_id);
    const events = (await eventsOf(pool, user)).slice(0, 8);
    expect(events.map(({ EventId }) => EventId).sort()).toEqual(ids.sort());
    expect(new Set(events.map(({ EventResponse }) => EventResponse))).toEqual(new Set(['Pass']));
  });

  it('take no feedback away', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    await signInFrom(pool, user, risky.High);
    const { EventId } = (await newest(pool, user)) ?? {};
    const said = { UserPoolId: pool.poolId, Username: user.username, EventId, FeedbackValue: 'Invalid' } as const;

    await Promise.all([
      adminClient().send(new AdminUpdateAuthEventFeedbackCommand(said)),
      ...Array.from({ length: 6 }, () => signInFrom(pool, user, home)),
    ]);

    await signInFrom(pool, user, risky.High);
    expect((await newest(pool, user))?.EventRisk).toMatchObject({ RiskLevel: 'High' });
    expect(await reasonsOf(user)).toEqual(['reported as somebody else']);
  });

  it('use a proof of SRP once, and say so in one event', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    const { answer } = await beginSrp(pool, user);
    const asked = { ...answer, UserContextData: contextOf(pool, home) };

    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => publicClient().send(new RespondToAuthChallengeCommand(asked))),
    );

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await eventsOf(pool, user)).toHaveLength(6);
  });
});
