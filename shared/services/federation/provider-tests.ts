/**
 * Tries of identity providers. A test is made for an administrator, taken to the provider by one browser, and read once. What
 * is known of it is stored for ten minutes, under the digest of an id that only the administrator has; the address for the
 * browser holds that id sealed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { type ProviderTest, providerTestRepository } from '#shared/data/federation/provider-test-repository.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import type { ProviderTestOutcome } from '#shared/domain/federation/provider-test.ts';
import { originOfPool } from '#shared/domain/user-pool-domains/domain-host.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { getAppClient } from '../app-clients/app-clients.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import { cachedProvider } from './known-providers.ts';

const lifetimeMs = 600_000;

/** The path of the page that a test begins at. */
export const providerTestPath = '/providerTest';

const digestOf = (testId: string): string => createHash('sha256').update(testId).digest('base64url');

const none = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'The test does not exist, is over, or was read before.');

class Taken extends Error {}

const taken = (): Error => new Taken();

const isDone = async (write: Write): Promise<boolean> => {
  try {
    await table().write([write]);
    return true;
  } catch (error) {
    if (error instanceof Taken) return false;
    throw error;
  }
};

const current = async (poolId: string, testId: string): Promise<ProviderTest | undefined> => {
  const test = await providerTestRepository().find({ poolId, digest: digestOf(testId) });
  return test && test.expiresAt > now() ? test : undefined;
};

const next = (test: ProviderTest, change: Partial<ProviderTest>): ProviderTest => ({
  ...test,
  ...change,
  version: test.version + 1,
});

/** A test that was made. */
export interface MadeTest {
  readonly testId: string;
  /** Where a browser begins it. */
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Makes a test of a provider, as of that app client. Throws ResourceNotFoundException. One write. */
export const makeTest = async (pool: UserPool, clientId: string, providerName: string): Promise<MadeTest> => {
  const { id: poolId } = pool;
  await getAppClient(poolId, clientId);
  if (!(await cachedProvider(poolId, providerName))) {
    throw new CognitoException('ResourceNotFoundException', `Identity provider ${providerName} does not exist.`);
  }
  const testId = randomBytes(32).toString('base64url');
  const expiresAt = now() + lifetimeMs;
  const test: ProviderTest = {
    poolId,
    digest: digestOf(testId),
    clientId,
    providerName,
    status: 'WAITING',
    expiresAt,
    version: 1,
  };
  await table().write([providerTestRepository().create(test)]);
  const sealed = (await sealing().general(pool)).seal('provider test', testId).toString('base64url');
  const query = new URLSearchParams({ test: `${clientId}.${sealed}` });
  return { testId, expiresAt, address: `${originOfPool(pool, environment())}${providerTestPath}?${query}` };
};

/** A test in the browser that its address was opened in. */
export interface OpenedTest {
  readonly testId: string;
  readonly test: ProviderTest;
}

/** The test that an address holds; undefined where it is none, is over, or has begun. One request. */
export const openTest = async ({ pool, client }: ClientRecord, given: string): Promise<OpenedTest | undefined> => {
  const sealed = Buffer.from(given.slice(client.id.length + 1), 'base64url');
  const testId = (await sealing().general(pool)).open('provider test', sealed)?.toString();
  const test = testId === undefined ? undefined : await current(pool.id, testId);
  if (testId === undefined || test?.status !== 'WAITING' || test.clientId !== client.id) return undefined;
  return { testId, test };
};

/** Uses the address up. False where another browser was faster. One write. */
export const leaveForProvider = ({ test }: OpenedTest): Promise<boolean> =>
  isDone(providerTestRepository().update(next(test, { status: 'AT_PROVIDER' }), taken));

/** Keeps what came of a test until it is read. False where it is over, or came to an end before. One read, one write. */
export const endWith = async (pool: UserPool, testId: string, outcome: ProviderTestOutcome): Promise<boolean> => {
  const test = await current(pool.id, testId);
  if (test?.status !== 'AT_PROVIDER') return false;
  const sealed = (await sealing().general(pool)).seal('provider test outcome', JSON.stringify(outcome));
  const isGood = outcome.error === undefined && outcome.faults.length === 0;
  const ended = next(test, { status: isGood ? 'SUCCEEDED' : 'FAILED', outcome: sealed });
  return isDone(providerTestRepository().update(ended, taken));
};

/** A test as it is told to the administrator. */
export interface ToldTest {
  readonly test: ProviderTest;
  readonly outcome: ProviderTestOutcome | undefined;
}

/**
 * Tells how far a test is. What came of it is told once, and is gone then. Throws ResourceNotFoundException for one that is
 * over or was read. One read, and one write at the end.
 */
export const tellTest = async (pool: UserPool, testId: string): Promise<ToldTest> => {
  const test = await current(pool.id, testId);
  if (!test) throw none();
  if (test.outcome === undefined) return { test, outcome: undefined };
  const opened = (await sealing().general(pool)).open('provider test outcome', test.outcome);
  if (!opened || !(await isDone(providerTestRepository().remove(test, taken)))) throw none();
  return { test, outcome: JSON.parse(opened.toString()) };
};
