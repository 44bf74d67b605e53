import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assertionFields, jwksOf, makeKeyClient, newAssertion, newEcKeys } from '#tests/support/client-keys.ts';
import { postForm } from '#tests/support/oauth.ts';
import { scriptedUrl, timesAsked } from '#tests/support/outbound-server.ts';
import { makePool } from '#tests/support/pools.ts';

const prove = async (assertion: string): Promise<number> =>
  (await postForm('/oauth2/introspect', { ...assertionFields(assertion), token: 'none' })).status;

const times = 16;

describe('assertions of one client', () => {
  it('prove it once, when one is used many times at once', async () => {
    const keys = newEcKeys();
    const client = await makeKeyClient(await makePool(), [keys]);
    const assertion = await newAssertion(client, keys);
    const answers = await Promise.all(Array.from({ length: times }, () => prove(assertion)));
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((status) => status === 401)).toHaveLength(times - 1);
  });

  it('have its keys fetched once, when many come before them', async () => {
    const keys = newEcKeys();
    const url = scriptedUrl(randomUUID(), { body: jwksOf(keys), after: 200 });
    const client = await makeKeyClient(await makePool(), url);
    const assertions = await Promise.all(Array.from({ length: times }, () => newAssertion(client, keys)));
    expect(await Promise.all(assertions.map(prove))).toEqual(assertions.map(() => 200));
    expect(await timesAsked(url)).toBe(1);
  });
});
