import fc from 'fast-check';
import type * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { operationFiles, operationKey, targetOf } from '#tests/contract/contract.ts';
import { ownOperations } from '#tests/contract/deviations.ts';
import { stack } from '#tests/support/stack.ts';
import { hostileMembers } from './hostile-values.ts';
import { answerBytes, assertPlain, sendRaw } from './raw-request.ts';

interface Defined {
  readonly definition: { readonly name: string; readonly caller: string; readonly request: v.GenericSchema };
}

const root = new URL('../..', import.meta.url).pathname;
const operations = await Promise.all(
  operationFiles(root).map(async (file) => {
    const { definition }: Defined = await import(`${root}/${file}`);
    return { ...definition, key: operationKey(file) };
  }),
);

const most = 16 * 1024;

describe.each(operations)('$key', ({ key, caller, request }) => {
  const target = targetOf(key, ownOperations);

  it('refuses in 16 kB at most, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(hostileMembers(request, 120_000), async (members) => {
        const body = JSON.stringify(members);
        assertPlain(await sendRaw(target, body, { signed: caller === 'signed' }), body);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});

describe('what is no operation', () => {
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${stack().endpoint}${path}`, init);
    const body = await answer.text();
    return { status: answer.status, bytes: answerBytes(answer.headers, body) };
  };

  it.each(['jwks.json', 'openid-configuration'])('refuses in 16 kB at most, too: %s', async (name) => {
    for (const pool of ['a'.repeat(8000), `${'a'.repeat(3000)}_a`, '%00', '', '..', `us-east-1_${'9'.repeat(46)}`]) {
      const { status, bytes } = await ask(`/${pool}/.well-known/${name}`);
      expect([400, 404]).toContain(status);
      expect(bytes).toBeLessThanOrEqual(most);
    }
    for (const host of ['a'.repeat(8000), `${'a'.repeat(3000)}.localhost`, '%00', '..', '__proto__', 'A.localhost']) {
      const { status, bytes } = await ask(`/domains/${host}/.well-known/${name}`);
      expect([400, 404]).toContain(status);
      expect(bytes).toBeLessThanOrEqual(most);
    }
  });

  it('is a target that nobody knows, with a body that nobody looks at', async () => {
    const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${'A'.repeat(8000)}` };
    const { status, bytes } = await ask('/', { method: 'POST', headers, body: '['.repeat(200_000) });
    expect(status).toBe(400);
    expect(bytes).toBeLessThanOrEqual(most);
  });
});
