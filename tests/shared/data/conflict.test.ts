import { describe, expect, it } from 'vitest';
import { Conflict, retryOnConflict } from '#shared/data/write.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** Work that fails with these errors, one for each try, and then gives the number of the try. */
const failing = (...errors: readonly Error[]) => {
  const tried: number[] = [];
  const work = async (attempt: number): Promise<number> => {
    tried.push(attempt);
    const error = errors[attempt - 1];
    if (error) throw error;
    return attempt;
  };
  return { tried, work };
};

describe('a retry on conflict', () => {
  it('does the work again until no conflict comes between', async () => {
    const { tried, work } = failing(new Conflict(), new Conflict());
    await expect(retryOnConflict(work)).resolves.toBe(3);
    expect(tried).toEqual([1, 2, 3]);
  });

  it('throws the last conflict after as many tries as there are', async () => {
    const conflicts = Array.from({ length: 9 }, () => new Conflict());
    const { tried, work } = failing(...conflicts);
    await expect(retryOnConflict(work)).rejects.toBe(conflicts[4]);
    expect(tried).toHaveLength(5);
    await expect(retryOnConflict(failing(...conflicts).work, { tries: 2 })).rejects.toBe(conflicts[1]);
  });

  it('throws at once what is none, of whatever name', async () => {
    const busy = new CognitoException('TooManyRequestsException', 'Rate exceeded');
    const { tried, work } = failing(busy);
    await expect(retryOnConflict(work)).rejects.toBe(busy);
    expect(tried).toHaveLength(1);
  });

  it('takes for a conflict what the caller says, and nothing else', async () => {
    const isConflict = (error: unknown): boolean => error instanceof RangeError;
    await expect(retryOnConflict(failing(new RangeError('moved')).work, { isConflict })).resolves.toBe(2);
    await expect(retryOnConflict(failing(new Conflict()).work, { isConflict })).rejects.toThrow('Rate exceeded');
  });
});
