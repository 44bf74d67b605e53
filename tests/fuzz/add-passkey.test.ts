import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { makePasskeyPages, openAddPasskey, signedInBrowser } from '#tests/support/add-passkey.ts';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { makeUser, type TestPool } from '#tests/support/pools.ts';
import { textOf } from '#tests/support/sign-in-page.ts';
import { formIn, type UserAgent } from '#tests/support/user-agent.ts';
import { leak } from './raw-request.ts';

let pool: TestPool;
let agent: UserAgent;

beforeAll(async () => {
  pool = await makePasskeyPages();
  agent = await signedInBrowser(pool, await makeUser(pool));
});

const odd = fc.oneof(fc.json({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 200 }));

// Members of what a browser makes, each whole, in pieces or something else.
const changed = fc.record({
  at: fc.constantFrom('id', 'rawId', 'type', 'clientDataJSON', 'attestationObject', 'transports'),
  to: fc.oneof(fc.jsonValue(), fc.base64String({ maxLength: 400 })),
  cut: fc.option(fc.nat({ max: 200 }), { nil: undefined }),
});

type Changed = typeof changed extends fc.Arbitrary<infer T> ? T : never;

const withChange = async ({ at, to, cut }: Changed): Promise<string> => {
  const { creation } = await openAddPasskey(agent, pool);
  const credential = makeAuthenticator().register(creation);
  const member = (of: object, name: string): unknown => {
    const whole: unknown = Reflect.get(of, name);
    return cut !== undefined && typeof whole === 'string' ? whole.slice(0, cut) : to;
  };
  return JSON.stringify(
    at in credential.response
      ? { ...credential, response: { ...credential.response, [at]: member(credential.response, at) } }
      : { ...credential, [at]: member(credential, at) },
  );
};

it('answers any credential on the page that adds a passkey, and tells nothing of the inside', async () => {
  const { page } = await openAddPasskey(agent, pool);
  const { action, fields } = formIn(await textOf(page));
  await fc.assert(
    fc.asyncProperty(fc.oneof(odd, changed), async (given) => {
      const credential = typeof given === 'string' ? given.toWellFormed() : await withChange(given);
      const answer = await agent.post(action, { ...fields, credential });
      const told = `${credential.slice(0, 600)} → ${answer.status}`;
      expect(answer.status, told).toBe(200);
      expect(await answer.text(), told).not.toMatch(leak);
    }),
    { numRuns: 60 },
  );
});
