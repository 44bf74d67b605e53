import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Count, countAt, isFull, isToTell, secondsLeft, windowMs, windowOf } from '#shared/domain/limits/limit.ts';

describe('a limit', () => {
  it('forgets its count with its window', () => {
    const count: Count = { window: 7, untold: 3, told: 4, toldAt: 70_000 };
    expect(countAt(count, 79_999)).toBe(count);
    expect(countAt(count, 80_000)).toEqual({ window: 8, untold: 0, told: 0, toldAt: 0 });
    expect(countAt(undefined, 80_000)).toEqual({ window: 8, untold: 0, told: 0, toldAt: 0 });
  });

  it('says when the next window begins', () => {
    expect([0, 1, 4_000, 9_001, 9_999].map(secondsLeft)).toEqual([10, 10, 6, 1, 1]);
  });

  it('lets through no fewer calls than it says where one instance has them all, and no more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4000 }), (perSecond, asked) => {
        let count = countAt(undefined, 0);
        let passed = 0;
        for (let call = 0; call < asked; call++) {
          if (isFull(count, perSecond)) continue;
          passed++;
          count = { ...count, untold: count.untold + 1 };
          if (isToTell(count, perSecond, call)) count = { ...count, untold: 0, told: passed, toldAt: call };
        }
        expect(passed).toBe(Math.min(asked, perSecond * 10));
      }),
    );
  });

  // Each instance knows what it told last, and what all had told by then.
  it('is exceeded by no more than each instance has yet to tell', () => {
    const calls = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), calls, (perSecond, instances) => {
        const known = new Map<number, Count>();
        let toldByAll = 0;
        let passed = 0;
        instances.forEach((instance, index) => {
          const at = Math.min(index, windowMs - 1);
          const count = known.get(instance) ?? countAt(undefined, 0);
          if (isFull(count, perSecond)) return;
          passed++;
          const counted = { ...count, untold: count.untold + 1 };
          if (isToTell(counted, perSecond, at)) {
            toldByAll += counted.untold;
            known.set(instance, { window: windowOf(at), untold: 0, told: toldByAll, toldAt: at });
          } else known.set(instance, counted);
        });
        const capacity = perSecond * 10;
        expect(passed).toBeLessThanOrEqual(capacity + 10 * Math.ceil(capacity / 16));
      }),
    );
  });
});
