import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSessionNamed, toSessionId } from '#shared/domain/sessions/session-id.ts';

describe('the id of a session', () => {
  it('is 28 lower-case characters, and leads back to what it names', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('sso', 'tkn'), (id, kind) => {
        const text = toSessionId(id, kind);
        expect(text).toMatch(/^(?:sso|tkn)[0-9a-z]{25}$/);
        expect(findSessionNamed(text)).toEqual({ kind, id });
      }),
    );
  });

  it('is told apart from all others, at either end of what there is', () => {
    const ids = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    expect(ids.map((id) => findSessionNamed(toSessionId(id))?.id)).toEqual(ids);
  });

  it('leads nowhere where it is no such id, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(tkn|sso)[0-9a-z]{25}$/)), (text) => {
        const found = findSessionNamed(text);
        expect(found === undefined || toSessionId(found.id, found.kind) === text).toBe(true);
      }),
    );
    expect(findSessionNamed(`tkn${'z'.repeat(25)}`)).toBeUndefined();
    expect(findSessionNamed(`abc${'0'.repeat(25)}`)).toBeUndefined();
  });
});
