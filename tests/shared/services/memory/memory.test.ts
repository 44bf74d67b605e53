import { describe, expect, it } from 'vitest';
import { createMemory, remembering } from '#shared/services/memory/memory.ts';

const clockAt = (at: number) => {
  let time = at;
  return {
    read: () => time,
    advance: (ms: number): void => {
      time += ms;
    },
  };
};

describe('a memory', () => {
  it('keeps for ten seconds what it is given', () => {
    const clock = clockAt(5);
    const memory = createMemory<string>(10, clock.read);
    memory.keep('a', 'first');
    clock.advance(9_999);
    expect(memory.recall('a')).toBe('first');
    clock.advance(1);
    expect(memory.recall('a')).toBeUndefined();
  });

  it('keeps no more than it may, and forgets what it is told to', () => {
    const memory = createMemory<number>(3);
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) memory.keep(id, index);
    expect(['a', 'b', 'c', 'd'].filter((id) => memory.recall(id) !== undefined)).toEqual(['d']);
    memory.forget('d');
    expect(memory.recall('d')).toBeUndefined();
  });
});

describe('reading with a memory', () => {
  const counted = (answer: (time: number) => Promise<string | undefined>, clock?: () => number) => {
    let times = 0;
    const known = remembering((_id: string) => answer(++times), clock);
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

  it('asks again after a failure', async () => {
    const { known } = counted(async (time) => {
      if (time === 1) throw new Error('The store does not answer.');
      return 'there';
    });
    await expect(known.find('a')).rejects.toThrow('does not answer');
    expect(await known.find('a')).toBe('there');
  });
});
