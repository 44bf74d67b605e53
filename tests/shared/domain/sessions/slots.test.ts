import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSlot, type SlotChoice } from '#shared/domain/sessions/slots.ts';
import type { UserSession } from '#shared/domain/sessions/user-session.ts';

const at = (slot: number, familyId: string, lastActiveAt = 0): UserSession => ({
  slot,
  familyId,
  clientId: 'client',
  sub: 'sub',
  signOuts: 0,
  createdAt: 0,
  expiresAt: 1,
  lastActiveAt,
});

const isActive = ({ familyId }: UserSession): boolean => !familyId.startsWith('over');
const place = (sessions: readonly UserSession[], most: number, choice = 0): SlotChoice =>
  chooseSlot({ sessions, isActive, most, choose: (below) => choice % below });

describe('the place of a new session', () => {
  it('is any that is free, where there is room', () => {
    expect(place([at(0, 'a'), at(2, 'b')], 4, 0)).toEqual({ slot: 1, replaced: undefined, ended: [] });
    expect(place([at(0, 'a'), at(2, 'b')], 4, 1)).toEqual({ slot: 3, replaced: undefined, ended: [] });
  });

  it('is also that of a session that is over', () => {
    const over = at(1, 'over');
    expect(place([at(0, 'a'), over], 2)).toEqual({ slot: 1, replaced: over, ended: [] });
  });

  it('is that of the least recently used one, where there is no room', () => {
    const [old, young] = [at(1, 'old', 5), at(0, 'young', 9)];
    expect(place([young, old], 2)).toEqual({ slot: 1, replaced: old, ended: [old] });
  });

  it('ends as many as a lowered limit asks for, at the next sign-in', () => {
    const five = [3, 1, 4, 0, 2].map((slot, age) => at(slot, `s${slot}`, age));
    const { ended, slot } = place(five, 2);
    expect(ended.map(({ familyId }) => familyId)).toEqual(['s3', 's1', 's4', 's0']);
    expect(slot).toBeLessThan(2);
  });

  it('ends no more at once than a transaction takes, and gets there by and by', () => {
    let sessions = Array.from({ length: 100 }, (_none, slot) => at(slot, `s${slot}`, slot));
    for (const left of [61, 22, 1]) {
      const { slot, ended } = place(sessions, 1);
      const gone = new Set(ended.map(({ familyId }) => familyId));
      sessions = [...sessions.filter(({ familyId }) => !gone.has(familyId)), at(slot, `new${left}`, 1000 - left)];
      expect(sessions).toHaveLength(left);
    }
  });
});

// As the store does it: all or nothing, and only where each slot still holds what was seen in it.
const applied = (store: Map<number, UserSession>, placement: SlotChoice, session: UserSession): boolean => {
  const { slot, replaced, ended } = placement;
  const holds = (place: number, seen: UserSession | undefined) => {
    const there = store.get(place);
    return there === undefined ? seen === undefined || place === slot : there.familyId === seen?.familyId;
  };
  if (!holds(slot, replaced) || !ended.every((one) => store.get(one.slot)?.familyId === one.familyId)) return false;
  for (const one of ended) store.delete(one.slot);
  store.set(slot, session);
  return true;
};

const event = fc.oneof(
  fc.record({ kind: fc.constant('view' as const), choice: fc.nat() }),
  fc.record({ kind: fc.constant('write' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('end' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('lower' as const), to: fc.integer({ min: 1, max: 8 }) }),
);

describe('sign-ins that begin at once', () => {
  it('are never more than there may be together, whatever each of them saw', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(event, { maxLength: 80 }), (first, events) => {
        const store = new Map<number, UserSession>();
        let most = first;
        let time = 0;
        let begun: { readonly placement: SlotChoice; readonly session: UserSession }[] = [];
        for (const one of events) {
          time += 1;
          if (one.kind === 'view') {
            const placement = place([...store.values()], most, one.choice);
            begun.push({ placement, session: at(placement.slot, `s${time}`, time) });
          } else if (one.kind === 'write') {
            const [found] = begun.splice(one.which % Math.max(1, begun.length), 1);
            const before = store.size;
            if (found && applied(store, found.placement, found.session)) {
              expect(store.size).toBeLessThanOrEqual(Math.max(most, before));
            }
          } else if (one.kind === 'end') {
            const slots = [...store.keys()];
            store.delete(slots[one.which % Math.max(1, slots.length)] ?? -1);
          } else {
            most = one.to;
            // Sign-ins that saw the old limit end before the new one is seen.
            begun = [];
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('get in one after another, each that has to begin anew by one that got in', () => {
    const store = new Map<number, UserSession>();
    let waiting = Array.from({ length: 10 }, (_none, index) => `s${index}`);
    let rounds = 0;
    while (waiting.length > 0) {
      rounds += 1;
      const views = waiting.map((familyId) => ({ familyId, placement: place([...store.values()], 3, rounds) }));
      const left = views.filter(
        ({ familyId, placement }) => !applied(store, placement, at(placement.slot, familyId, rounds)),
      );
      expect(left.length).toBeLessThan(waiting.length);
      waiting = left.map(({ familyId }) => familyId);
    }
    expect(store.size).toBe(3);
  });
});
