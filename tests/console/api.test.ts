import { createServer } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '#local/ports.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { createApi } from '../../console/src/api/api.ts';
import { createCallLog } from '../../console/src/api/calls.ts';
import type { Keys } from '../../console/src/api/sign.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const ownKeys = (): Keys => {
  const { accessKeyId, secretAccessKey } = stack();
  return { accessKeyId, secretAccessKey, sessionToken: '' };
};

const consoleApi = (keys: (refused?: Keys) => Keys = ownKeys, endpoint = stack().endpoint) => {
  const log = createCallLog();
  const place = { endpoint, region: stack().region };
  return { log, call: createApi({ place: () => place, keys: async (refused) => keys(refused), log }) };
};

describe('a call of the console', () => {
  it('is signed as the deployment verifies it, with any text in its body', async () => {
    const { call, log } = consoleApi();
    const UserPoolTags = { owner: 'Ärzte + 1 日本' };
    const { UserPool } = await call('CreateUserPool', { PoolName: 'shop', UserPoolTags });
    expect(UserPool).toMatchObject({ UserPoolTags, CreationDate: expect.any(Number) });
    await call('DeleteUserPool', { UserPoolId: UserPool?.Id ?? '' });
    expect(await call('GetOperatorConfiguration', {})).toBeDefined();
    expect(log.all().map(({ operation }) => operation)).toEqual([
      'GetOperatorConfiguration',
      'DeleteUserPool',
      'CreateUserPool',
    ]);
  });

  it('that is refused tells the exception and its message, and is remembered without secrets', async () => {
    const { call, log } = consoleApi();
    const { poolId: UserPoolId } = await makePool();
    const request = { UserPoolId, Username: 'nobody', Password: 'Very-secret-1' };
    await expect(call('AdminSetUserPassword', request)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
      status: 400,
    });
    expect(log.all()[0]).toMatchObject({ refusal: 'UserNotFoundException' });
    expect(JSON.stringify(log.all())).not.toContain('Very-secret-1');
  });

  it('corrects a clock that is off', async () => {
    const { call } = consoleApi();
    const now = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
    expect(await call('ListUserPools', { MaxResults: 1 })).toHaveProperty('UserPools');
  });

  it('asks for other keys where those it has are refused, once', async () => {
    const wrong = { ...ownKeys(), accessKeyId: 'GATEAAAAAAAAAAAAAAAA' };
    const asked: (string | undefined)[] = [];
    const renewed = consoleApi((refused) => {
      asked.push(refused?.accessKeyId);
      return refused ? ownKeys() : wrong;
    });
    expect(await renewed.call('ListUserPools', { MaxResults: 1 })).toHaveProperty('UserPools');
    expect(asked).toEqual([undefined, wrong.accessKeyId]);
    const { call } = consoleApi(() => wrong);
    await expect(call('ListUserPools', { MaxResults: 1 })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('is made again where there are too many, and a write is not where nobody knows what came of it', async () => {
    const answers = [
      [400, { __type: 'TooManyRequestsException', message: 'Too many requests' }],
      [502, 'Bad gateway'],
      [200, { UserPools: [] }],
      [502, 'Bad gateway'],
    ] as const;
    let made = 0;
    const port = await freePort();
    const server = createServer((_, response) => {
      const [status, body] = answers[made] ?? [500, ''];
      made += 1;
      response.writeHead(status).end(JSON.stringify(body));
    }).listen(port, '127.0.0.1');
    try {
      const { call } = consoleApi(ownKeys, `http://127.0.0.1:${port}`);
      expect(await call('ListUserPools', { MaxResults: 1 })).toEqual({ UserPools: [] });
      expect(made).toBe(3);
      await expect(call('CreateUserPool', { PoolName: 'x' })).rejects.toMatchObject({ status: 502 });
      expect(made).toBe(4);
    } finally {
      server.close();
    }
  });

  it('ends with its screen, and is not remembered then', async () => {
    const { call, log } = consoleApi();
    const left = new AbortController();
    const request = call('ListUserPools', { MaxResults: 1 }, { signal: left.signal });
    left.abort();
    await expect(request).rejects.toMatchObject({ name: 'AbortError' });
    expect(log.all()).toEqual([]);
  });
});
