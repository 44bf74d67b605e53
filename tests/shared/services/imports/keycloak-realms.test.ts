import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keycloakParts, keycloakRealms } from '#shared/services/imports/keycloak-realms.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const usersIn = async (text: string, size: number) => {
  const found: [number, unknown][] = [];
  for await (const part of keycloakParts(inPieces(text, size))) {
    if ('text' in part) found.push([part.holder, JSON.parse(part.text)]);
  }
  return found;
};

const member = fc.string().filter((name) => !['users', 'realm', '__proto__'].includes(name));
const others = fc.dictionary(member, fc.jsonValue());
const user = fc.dictionary(member, fc.oneof(fc.jsonValue(), fc.constant({ users: [{ realm: 'decoy' }] })));
const users = fc.array(user, { maxLength: 3 });
const realm = fc.record({
  before: others,
  name: fc.string({ maxLength: 20 }),
  users: fc.option(users, { nil: undefined }),
  isNamedFirst: fc.boolean(),
  after: others,
});
const size = fc.integer({ min: 1, max: 40 });

const written = (text: string): unknown => JSON.parse(text);

describe('the realms of a Keycloak file', () => {
  it('each have their own users, in one object or an array of them, however they are cut and ordered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(realm, { minLength: 1, maxLength: 4 }), size, async (realms, pieces) => {
        const objects = realms.map(({ before, name, users: members, isNamedFirst, after }) => ({
          ...before,
          ...(isNamedFirst && { realm: name }),
          decoy: { realm: 'decoy', users: [{ not: 'this' }] },
          ...(members && { users: members }),
          realm: name,
          ...after,
        }));
        const text = JSON.stringify(objects.length === 1 ? objects[0] : objects);
        const wanted = realms.flatMap(({ users: members = [] }, holder) => members.map((each) => [holder, each]));
        expect(await usersIn(text, pieces)).toEqual(written(JSON.stringify(wanted)));
        const found = await keycloakRealms(inPieces(text, pieces));
        expect([...found.names.entries()]).toEqual(realms.map(({ name }, holder) => [holder, name]));
        const held = realms.filter(({ users: members = [] }) => members.length > 0).map(({ name }) => name);
        expect(found.withUsers).toEqual(new Set(held));
        expect(found.hasOthers).toBe(false);
      }),
    );
  });

  it('are not named where there are only users', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(user, { minLength: 1, maxLength: 4 }),
        size,
        fc.boolean(),
        async (all, pieces, isHeld) => {
          const text = JSON.stringify(isHeld ? { users: all } : all);
          const wanted = all.map((each, index) => [isHeld ? 0 : index, each]);
          expect(await usersIn(text, pieces)).toEqual(written(JSON.stringify(wanted)));
          expect(await keycloakRealms(inPieces(text, pieces))).toEqual({
            names: new Map(),
            withUsers: new Set(),
            hasOthers: true,
          });
        },
      ),
    );
  });

  it('may have more about themselves than one user may', async () => {
    const clients = Array.from({ length: 5000 }, (_none, index) => ({
      clientId: `client-${index}`,
      notes: 'a'.repeat(1000),
    }));
    const text = JSON.stringify([{ id: '1', realm: 'shop', clients, users: [{ username: 'ada' }] }]);
    expect(await usersIn(text, 65_536)).toEqual([[0, { username: 'ada' }]]);
  });
});
