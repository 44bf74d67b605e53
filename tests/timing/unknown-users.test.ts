import { randomUUID } from 'node:crypto';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { startClient } from '#tests/support/srp-client.ts';

// That both ask the store equally often is tested exactly, together with every operation's costs: tests/costs.
const pairs = 40;
const warmUps = 4;
// Longer than wrong passwords are remembered, so that no try meets a lockout from earlier ones.
const apartMs = 20 * 60_000;

type Ask = (username: string, ahead: number) => Promise<unknown>;

const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const timed = async (ask: Ask, username: string, ahead: number): Promise<number> => {
  const start = performance.now();
  await ask(username, ahead);
  return performance.now() - start;
};

/** The time of an unknown user's request, as a multiple of a known one's: medians of requests in turns. */
const slowness = async (ask: Ask, known: string, unknown: string): Promise<number> => {
  const times: { readonly known: number[]; readonly unknown: number[] } = { known: [], unknown: [] };
  for (let pair = 0; pair < warmUps + pairs; pair++) {
    const ahead = (pair + 1) * apartMs;
    const turns = [
      ['known', known],
      ['unknown', unknown],
    ] as const;
    // The second profits from the first, so they change places every time.
    for (const [which, username] of pair % 2 === 0 ? turns : [...turns].reverse()) {
      const took = await timed(ask, username, ahead);
      if (pair >= warmUps) times[which].push(took);
    }
  }
  return medianOf(times.unknown) / medianOf(times.known);
};

describe('an unknown user takes as long as a known one', () => {
  const setting = async () => {
    const pool = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const { username } = await makeUser(pool);
    return { ClientId: pool.clientId, known: username, unknown: `user-${randomUUID()}` };
  };

  it('with a wrong password', async () => {
    const { ClientId, known, unknown } = await setting();
    const ask: Ask = (USERNAME, ahead) => {
      const AuthParameters = { USERNAME, PASSWORD: 'Wrong-horse-1' };
      const command = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
      return expect(publicClient({ ahead }).send(command)).rejects.toThrow('Incorrect username or password.');
    };
    const ratio = await slowness(ask, known, unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('at the first step of SRP', async () => {
    const { ClientId, known, unknown } = await setting();
    const SRP_A = startClient().srpA;
    const ask: Ask = (USERNAME, ahead) => {
      const AuthParameters = { USERNAME, SRP_A };
      const command = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters });
      return publicClient({ ahead }).send(command);
    };
    const ratio = await slowness(ask, known, unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});
