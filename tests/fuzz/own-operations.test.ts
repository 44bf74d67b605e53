import { globSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import type * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownOperations } from '#tests/contract/deviations.ts';
import { makeExportKeys } from '#tests/support/exports.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { assertPlain, sendRaw } from './raw-request.ts';
import { type Likely, membersOf } from './schema-values.ts';

interface Defined {
  readonly definition: { readonly name: string; readonly caller: string; readonly request: v.GenericSchema };
}

const files = globSync('functions/api/*/*.ts').filter((file) => ownOperations.includes(basename(file, '.ts')));
const modules: readonly Defined[] = await Promise.all(
  files.map((file): Promise<Defined> => import(new URL(`../../${file}`, import.meta.url).pathname)),
);

it('knows every operation of our own', () => {
  expect(modules.map(({ definition }) => definition.name).sort()).toEqual([...ownOperations].sort());
});

describe.each(modules.map(({ definition }) => definition))('$name', ({ name, caller, request }) => {
  let pool: TestPool;
  let likely: Likely;

  beforeAll(async () => {
    pool = await makePool({ Schema: [{ Name: 'x', AttributeDataType: 'String' }] });
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    const { publicKey } = await makeExportKeys();
    likely = {
      UserPoolId: () => pool.poolId,
      AccessToken: () => AccessToken,
      PublicKey: () => publicKey,
      type: () => 'pool',
      version: () => 1,
    };
  });

  const send = (body: string) => sendRaw(`Gatehouse.${name}`, body, { signed: caller === 'signed' });

  it('answers any members with an answer or an exception of the API', async () => {
    await fc.assert(
      fc.asyncProperty(membersOf(request, { likely }), async (members) => {
        const body = JSON.stringify(members);
        assertPlain(await send(body), body);
      }),
      { numRuns: 30 },
    );
  });

  it('answers each member that is something else with an answer or an exception of the API', async () => {
    const [sound = {}] = fc.sample(membersOf(request, { likely }), { numRuns: 1, seed: 1 });
    const others = [
      '',
      '\u0000',
      'a'.repeat(3000),
      '__proto__',
      '\ud800',
      -1,
      1.5,
      1e308,
      true,
      [],
      [[]],
      {},
      { a: [] },
    ];
    for (const member of Object.keys(sound)) {
      for (const other of others) {
        const body = JSON.stringify({ ...sound, [member]: other });
        assertPlain(await send(body), body);
      }
    }
  });

  it('answers any bytes with an exception of the API', async () => {
    const bodies = ['', '{', '[]', 'null', '{}}', '\ufeff{}', '{"__proto__":{"UserPoolId":1}}', '['.repeat(100_000)];
    for (const body of bodies) assertPlain(await send(body), body.slice(0, 100));
  });
});
