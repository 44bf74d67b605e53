import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { setLimit } from '#tests/support/limits.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';

describe('calls that are made at once', () => {
  it('are let through up to the limit, however many they are, and are all counted', async () => {
    const { clientId: ClientId } = await makePool();
    await setLimit(1, 'UserAuthentication', ClientId);
    const client = publicClient({ at: Date.UTC(2081, 0, 1) });
    const asked = new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'nobody', PASSWORD: 'Wrong-horse-1' },
    });

    const names = await Promise.all(
      Array.from({ length: 40 }, () => client.send(asked).then(String, (error: Error) => error.name)),
    );

    expect(names.filter((name) => name === 'TooManyRequestsException')).toHaveLength(30);
    const counts = await itemsAbout(`LIMIT_COUNT#UserAuthentication#${ClientId}`);
    expect(counts.map(({ count, type }) => [count, type])).toEqual([[10, 'LimitCount']]);
  });
});
