import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createTurns } from '#shared/services/oauth/delivery-turns.ts';

/** Turns of a run in which time stands still, and work that lasts until it is told to end. */
const aRun = ({ isLate = () => false }: { readonly isLate?: () => boolean } = {}) => {
  let time = 0;
  const turns = createTurns({ isLate, clock: () => time });
  const open: { readonly name: string; readonly end: (error?: Error) => void }[] = [];
  const begun: string[] = [];
  const take = (poolId: string, clientId?: string): void =>
    turns.take({ poolId, ...(clientId !== undefined && { clientId }) }, () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const name = clientId ?? poolId;
      begun.push(name);
      open.push({ name, end: (error) => (error ? reject(error) : resolve()) });
      return promise;
    });
  /** Ends what is under way after so many milliseconds, or what of it is called that. */
  const pass = async (ms: number, of?: string): Promise<void> => {
    time += ms;
    const ending = open.filter(({ name }) => of === undefined || name === of);
    for (const one of ending) open.splice(open.indexOf(one), 1);
    for (const one of ending) {
      one.end();
      await setImmediate();
    }
  };
  const count = (name: string): number => begun.filter((one) => one === name).length;
  return { ...turns, take, pass, open, begun, count };
};

const times = (count: number, work: (index: number) => void): void => {
  for (let index = 0; index < count; index += 1) work(index);
};

describe('turns of receivers', () => {
  it('are four at once of one client, while others come at once', () => {
    const { take, count } = aRun();
    times(40, () => take('pool', 'slow'));
    take('pool', 'quick');
    take('other', 'else');
    expect([count('slow'), count('quick'), count('else')]).toEqual([4, 1, 1]);
  });

  it('leave a client alone once it has had others wait for twelve seconds', async () => {
    const { take, pass, count, settled } = aRun();
    times(40, () => take('pool', 'slow'));
    // Two more begin before a third one has taken as long.
    await pass(5000);
    expect(count('slow')).toBe(6);
    take('pool', 'slow');
    await pass(5000);
    expect(await settled()).toBe(false);
    expect(count('slow')).toBe(6);
  });

  it('go on for a client that is quick, however much it is', async () => {
    const { take, pass, count, settled } = aRun();
    times(100, () => take('pool', 'quick'));
    while (count('quick') < 100) await pass(900);
    await pass(900);
    expect(await settled()).toBe(false);
  });

  it('are twelve at once of one pool, however many clients it has', async () => {
    const { take, pass, begun } = aRun();
    times(30, (index) => take('pool', `client ${index}`));
    expect(begun).toHaveLength(12);
    take('other', 'else');
    expect(begun).toHaveLength(13);
    await pass(0);
    expect(begun).toHaveLength(25);
  });

  it('leave slow clients alone once their pool had others wait for long, and no quick one of it', async () => {
    const { take, pass, count, open } = aRun();
    times(12, (index) => take('pool', `slow ${index}`));
    await pass(5000);
    expect(open).toHaveLength(0);
    take('pool', 'slow 1');
    take('pool', 'quick');
    expect([count('slow 1'), count('quick')]).toEqual([1, 1]);
  });

  it('come first to those of whom least is under way', async () => {
    const { take, pass, begun } = aRun();
    times(4, (pool) => times(6, (index) => times(4, () => take(`pool ${pool}`, `${pool}-${index}`))));
    expect(begun).toHaveLength(48);
    times(5, () => take('pool 0', 'more of many'));
    take('quiet', 'one of few');
    await pass(0, '1-0');
    expect(begun[48]).toBe('one of few');
  });

  it('say where more was left than one client may have wait', async () => {
    const { take, pass, settled } = aRun();
    times(104, () => take('pool', 'quick'));
    take('pool', 'quick');
    const ended = settled();
    while (!(await Promise.race([ended.then(() => true), pass(0).then(() => false)])));
    expect(await ended).toBe(true);
    expect(await settled()).toBe(false);
  });

  it('leave the rest to a later run where something failed', async () => {
    const { take, open, settled } = aRun();
    times(105, () => take('pool', 'quick'));
    const ended = settled();
    open.shift()?.end(new Error('No store.'));
    const endAll = async (): Promise<void> => {
      await setImmediate();
      for (const one of open.splice(0)) one.end();
    };
    while (!(await Promise.race([ended.then(() => true), endAll().then(() => false)])));
    expect(await ended).toBe(false);
  });

  it('begin nothing when it is late', async () => {
    let late = false;
    const { take, pass, begun, settled } = aRun({ isLate: () => late });
    times(6, () => take('pool', 'quick'));
    late = true;
    take('pool', 'another');
    await pass(0);
    expect(begun).toHaveLength(4);
    expect(await settled()).toBe(true);
  });

  it('are also of a pool alone, where it is not known yet who is told', () => {
    const { take, count } = aRun();
    times(30, () => take('pool'));
    expect(count('pool')).toBe(12);
  });
});
