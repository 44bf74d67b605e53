import { globSync } from 'node:fs';
import fc from 'fast-check';
import type * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { targetPrefix } from '#tests/contract/contract.ts';
import { ownOperations } from '#tests/contract/deviations.ts';
import { stack } from '#tests/support/stack.ts';
import { hostileMembers } from './hostile-values.ts';
import { answerBytes, assertPlain, sendRaw } from './raw-request.ts';

interface Defined {
  readonly definition: { readonly name: string; readonly caller: string; readonly request: v.GenericSchema };
}

const modules: readonly Defined[] = await Promise.all(
  globSync('functions/api/*/*.ts').map(
    (file): Promise<Defined> => import(new URL(`../../${file}`, import.meta.url).pathname),
  ),
);

const most = 16 * 1024;

describe.each(modules.map(({ definition }) => definition))('$name', ({ name, caller, request }) => {
  const prefix = ownOperations.includes(name) ? targetPrefix.own : targetPrefix.api;

  it('refuses in 16 kB at most, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(hostileMembers(request, 120_000), async (members) => {
        const body = JSON.stringify(members);
        assertPlain(await sendRaw(`${prefix}.${name}`, body, { signed: caller === 'signed' }), body);
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
