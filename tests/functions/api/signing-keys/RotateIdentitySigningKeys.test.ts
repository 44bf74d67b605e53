import { GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { decodeProtectedHeader } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCliJson } from '#tests/support/cli.ts';
import { fetchKeys } from '#tests/support/discovery.ts';
import {
  credentialsOf,
  developerName,
  developerToken,
  getId,
  identityClient,
  makeIdentityPool,
  setRoles,
} from '#tests/support/identity-pools.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { callWorker } from '#tests/support/workers.ts';

// All identity pools of a stack sign with these keys, so it has a stack of its own.

interface Key {
  readonly Kid: string;
  readonly ActiveFrom: number;
  readonly PublishedUntil?: number;
}

const hour = 3_600_000;
const day = 24 * hour;

const rotate = async ({ ahead = 0, ...request }: { OverlapSeconds?: number; ahead?: number } = {}): Promise<Key[]> =>
  (await callOwn<{ SigningKeys: Key[] }>('RotateIdentitySigningKeys', request, { ahead })).SigningKeys;

const publishedKids = async (ahead = 0): Promise<string[]> =>
  (await fetchKeys('identity', { ahead })).map(({ kid }) => kid).sort();

const kidsOf = (keys: readonly Key[]): string[] => keys.map(({ Kid }) => Kid).sort();

let poolId: string;

const kidOfToken = async (IdentityId: string, ahead = 0, Logins?: Record<string, string>): Promise<unknown> => {
  const { Token = '' } = await identityClient({ ahead }).send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
  return decodeProtectedHeader(Token).kid;
};

describe('RotateIdentitySigningKeys', () => {
  beforeAll(async () => {
    poolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    await setRoles(poolId);
  });

  it('is on the command line', async () => {
    const { SigningKeys } = await runCliJson<{ SigningKeys: Key[] }>('keys', 'rotate-identity', '--overlap', '0');
    expect(await publishedKids()).toEqual(kidsOf(SigningKeys));
  });

  it('publishes a key a day before it signs, and takes tokens of the former one as long as they live', async () => {
    const guest = await getId(poolId);
    const before = await publishedKids();
    const former = await kidOfToken(guest);
    const day1 = await developerToken(poolId, 'ada', { TokenDuration: 86_400 });
    const logins = { 'cognito-identity.amazonaws.com': day1.token };

    const keys = await rotate();

    expect(await publishedKids()).toEqual(kidsOf(keys));
    const fresh = keys.find(({ Kid }) => !before.includes(Kid));
    expect(Math.abs((fresh?.ActiveFrom ?? 0) * 1000 - (Date.now() + day))).toBeLessThan(60_000);
    expect(await kidOfToken(guest)).toBe(former);
    expect(await kidOfToken(guest, day + 60_000)).toBe(fresh?.Kid);
    // A token of the developer lives for a day at most.
    expect(await kidOfToken(day1.identityId, day - 60_000, logins)).toBe(former);
    expect(await publishedKids(2 * day)).toContain(former);
    expect(await publishedKids(2 * day + 2 * hour)).toEqual([fresh?.Kid]);
    await expect(rotate({ ahead: hour })).rejects.toMatchObject({ name: 'LimitExceededException' });

    // After a leak nobody waits for the key that does not sign yet.
    const atOnce = await rotate({ ahead: 2 * hour, OverlapSeconds: 0 });
    expect(kidsOf(atOnce)).not.toContain(fresh?.Kid);
    expect(await kidOfToken(guest, day + 60_000)).toBe(atOnce.find(({ PublishedUntil }) => !PublishedUntil)?.Kid);

    // The next one forgets what is published no more.
    const later = await rotate({ ahead: 3 * day, OverlapSeconds: 0 });
    expect(kidsOf(later)).not.toContain(former);
  });

  it('signs at once after a leak, and STS takes what the new key signs', async () => {
    const own = await rotate({ ahead: 4 * day, OverlapSeconds: 0 });
    const guest = await getId(poolId);
    expect(await kidOfToken(guest, 4 * day + 1000)).toBe(own.find((key) => key.PublishedUntil === undefined)?.Kid);
    await expect(credentialsOf(guest)).resolves.toHaveProperty('credentials.SessionToken');
  });

  it('lets one of two at the same time through', async () => {
    const outcomes = await Promise.allSettled([1, 2].map(() => rotate({ ahead: 8 * day })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: expect.stringMatching(/^(?:ConcurrentModificationException|LimitExceededException)$/) },
    });
  });

  it('refuses an overlap in the past', async () => {
    await expect(rotate({ OverlapSeconds: -1 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is for access keys that may do it on all pools', async () => {
    const keyWith = async (policy: object) => {
      const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', policy);
      return { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
    };
    const actions = ['RotateIdentitySigningKeys'];
    for (const policy of [{ actions, pools: [poolId] }, { actions: ['RotateSigningKeys', 'cognito-identity:*'] }]) {
      const answer = callOwn('RotateIdentitySigningKeys', {}, { accessKey: await keyWith(policy) });
      await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
    const accessKey = await keyWith({ actions });
    await expect(callOwn('RotateIdentitySigningKeys', { OverlapSeconds: -1 }, { accessKey })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
