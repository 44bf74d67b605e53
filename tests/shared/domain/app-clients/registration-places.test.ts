import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeldPlace, placeToGiveAway } from '#shared/domain/app-clients/registration-places.ts';

const held = (slot: number, unusedOf: string | undefined, expiresAt = slot): HeldPlace => ({
  slot,
  holder: { clientId: `client${slot}`, expiresAt, ...(unusedOf !== undefined && { unusedOf }) },
});

describe('the place that is given away where all are held', () => {
  it.each([
    ['none, where every client was used', [held(1, undefined), held(2, undefined)], undefined],
    ['that of the only unused one', [held(1, undefined), held(2, 'a'), held(3, undefined)], 2],
    ['the oldest one of a network', [held(1, 'a', 30), held(2, 'a', 10), held(3, 'a', 20)], 2],
    [
      'one of the network that has most, also where another one is older',
      [held(1, 'a'), held(2, 'b'), held(3, 'b')],
      2,
    ],
    [
      'the oldest of all, where networks have as many',
      [held(1, 'a', 9), held(2, 'b', 8), held(3, 'b', 10), held(4, 'a', 7)],
      4,
    ],
  ])('%s', (_what, places, slot) => {
    expect(placeToGiveAway(places)?.slot).toBe(slot);
  });

  it('is one of the oldest few of that network, for those who were too late', () => {
    const places = [held(1, 'a'), held(2, 'a'), held(3, 'a'), held(4, 'b')];
    const slots = new Set(Array.from({ length: 100 }, () => placeToGiveAway(places, 2)?.slot));
    expect(slots).toEqual(new Set([1, 2]));
    expect(placeToGiveAway([held(4, 'b')], 6)?.slot).toBe(4);
  });

  it('is never that of somebody with one place, while a stranger has more', () => {
    const strangers = fc.array(fc.integer({ min: 10, max: 500 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(strangers, fc.integer({ min: 1, max: 6 }), (ages, choice) => {
        const places = [held(0, 'honest', 0), ...ages.map((age, slot) => held(slot + 1, 'stranger', age))];
        expect(placeToGiveAway(places, choice)?.holder.unusedOf).toBe('stranger');
      }),
    );
  });
});
