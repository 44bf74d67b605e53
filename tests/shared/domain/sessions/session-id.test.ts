import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFamilyId, toSessionId } from '#shared/domain/sessions/session-id.ts';

describe('the id of a session', () => {
  it('is 28 lower-case characters, and leads back to its token family', () => {
    fc.assert(
      fc.property(fc.uuid(), (familyId) => {
        const id = toSessionId(familyId);
        expect(id).toMatch(/^tkn[0-9a-z]{25}$/);
        expect(findFamilyId(id)).toBe(familyId);
      }),
    );
  });

  it('is told apart from all others, at either end of what there is', () => {
    const ids = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    expect(ids.map(toSessionId).map(findFamilyId)).toEqual(ids);
  });

  it('leads nowhere where it is no such id, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(tkn|sso)[0-9a-z]{25}$/)), (text) => {
        const found = findFamilyId(text);
        expect(found === undefined || toSessionId(found) === text).toBe(true);
      }),
    );
    expect(findFamilyId(`tkn${'z'.repeat(25)}`)).toBeUndefined();
    expect(findFamilyId(`sso${'0'.repeat(25)}`)).toBeUndefined();
  });
});
