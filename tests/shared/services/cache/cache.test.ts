import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cached, createCache } from '#shared/services/cache/cache.ts';

const clockAt = (at: number) => {
  let time = at;
  return {
    read: () => time,
    advance: (ms: number): void => {
      time += ms;
    },
  };
};

describe('a cache', () => {
  it('keeps for ten seconds what it is given', () => {
    const clock = clockAt(5);
    const cache = createCache<string>(10, clock.read);
    cache.set('a', 'first');
    clock.advance(9_999);
    expect(cache.get('a')).toBe('first');
    clock.advance(1);
    expect(cache.get('a')).toBeUndefined();
  });

  it('keeps no more than it may, and forgets what it is told to', () => {
    const cache = createCache<number>(3);
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) cache.set(id, index);
    expect(['a', 'b', 'c', 'd'].filter((id) => cache.get(id) !== undefined)).toEqual(['b', 'c', 'd']);
    cache.set('b', 4);
    cache.set('e', 5);
    expect(['b', 'c', 'd', 'e'].filter((id) => cache.get(id) !== undefined)).toEqual(['b', 'd', 'e']);
    cache.delete('d');
    expect(cache.get('d')).toBeUndefined();
  });

  it('holds whatever ids it is given to its bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(40), { maxLength: 200 }), (most, ids) => {
        const cache = createCache<number>(most);
        for (const id of ids) cache.set(String(id), id);
        const latest = [...new Set(ids.toReversed())];
        const recalled = latest.filter((id) => cache.get(String(id)) === id);
        expect(recalled).toEqual(latest.slice(0, most));
      }),
    );
  });

  it('keeps for as long as it is told to', () => {
    const clock = clockAt(0);
    const cache = createCache<string>(10, clock.read, 60_000);
    cache.set('a', 'first');
    clock.advance(59_999);
    expect(cache.get('a')).toBe('first');
    clock.advance(1);
    expect(cache.get('a')).toBeUndefined();
  });
});

describe('reading with a cache', () => {
  const counted = (answer: (time: number) => Promise<string | undefined>, clock?: () => number) => {
    let times = 0;
    const known = cached((_id: string) => answer(++times), clock);
    return { known, times: () => times };
  };

  it('asks once for all who ask within ten seconds', async () => {
    const clock = clockAt(0);
    const { known, times } = counted(async (time) => `answer ${time}`, clock.read);
    expect(await Promise.all([known.find('a'), known.find('a')])).toEqual(['answer 1', 'answer 1']);
    clock.advance(10_000);
    expect(await known.find('a')).toBe('answer 2');
    known.forget('a');
    expect(await known.find('a')).toBe('answer 3');
    expect(times()).toBe(3);
  });

  it('sees at once what was missing a moment ago', async () => {
    const { known } = counted(async (time) => (time === 1 ? undefined : 'made'));
    expect(await known.find('a')).toBeUndefined();
    expect(await known.find('a')).toBe('made');
  });

  it('holds a thousand, whoever asks for whatever: what is missing takes no room', async () => {
    const asked: string[] = [];
    const known = cached(async (id: string) => {
      asked.push(id);
      return id.startsWith('there') ? id : undefined;
    });
    await known.find('there-honest');
    for (let n = 0; n < 20_000; n++) await known.find(`nobody-${n}`);
    await known.find('there-honest');
    expect(asked.filter((id) => id === 'there-honest')).toHaveLength(1);
    expect(asked).toHaveLength(20_001);

    for (let n = 0; n < 1000; n++) await known.find(`there-${n}`);
    asked.length = 0;
    for (const id of ['there-999', 'there-0', 'there-honest']) await known.find(id);
    expect(asked).toEqual(['there-honest']);
  });

  it('waits for no more than a thousand answers at once', async () => {
    let times = 0;
    const known = cached((_id: string) => {
      times++;
      return new Promise<string>(() => undefined);
    });
    for (let n = 0; n < 1500; n++) void known.find(`id-${n}`);
    expect(times).toBe(1500);
    void known.find('id-1499');
    expect(times).toBe(1500);
    void known.find('id-0');
    expect(times).toBe(1501);
  });

  it('asks again after a failure', async () => {
    const { known } = counted(async (time) => {
      if (time === 1) throw new Error('The store does not answer.');
      return 'there';
    });
    await expect(known.find('a')).rejects.toThrow('does not answer');
    expect(await known.find('a')).toBe('there');
  });
});
