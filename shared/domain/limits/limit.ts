import { CognitoException } from '#shared/errors/exception.ts';
import type { Category } from './categories.ts';

/** Calls a second by category. What is left out has no limit. */
export type Limits = Readonly<Partial<Record<Category, number>>>;

/** What stands for no limit where the API has a number. */
export const unlimited = 2_147_483_647;

/** Calls are counted over so long. So many more than in a second may come at once. */
export const windowMs = 10_000;

/** Throws InvalidParameterException for a number of calls that is none. */
export const assertLimit = (perSecond: number): void => {
  if (perSecond < 1) {
    throw new CognitoException('InvalidParameterException', 'RequestedLimitValue is to be at least 1.');
  }
};

/** What an instance knows of a limit in one window: its own calls that it has told nobody of, and those of all. */
export interface Count {
  readonly window: number;
  readonly untold: number;
  readonly told: number;
  /** Epoch milliseconds when it last told. */
  readonly toldAt: number;
}

/** The window of a time. */
export const windowOf = (at: number): number => Math.floor(at / windowMs);

/** The count at that time: that of an earlier window is over. */
export const countAt = (count: Count | undefined, at: number): Count =>
  count?.window === windowOf(at) ? count : { window: windowOf(at), untold: 0, told: 0, toldAt: 0 };

/** True where one more call is too many. */
export const isFull = ({ untold, told }: Count, perSecond: number): boolean =>
  untold + told >= perSecond * (windowMs / 1000);

/** Seconds until the next window. */
export const secondsLeft = (at: number): number => Math.ceil((windowMs - (at % windowMs)) / 1000);

// The fewer calls are left, the sooner an instance tells of its own, so that many do not let through too much together.
const portion = 16;
const tellMs = 1000;

/** True where an instance should tell of its calls: after a second, or when they are a good part of what is left. */
export const isToTell = ({ untold, told, toldAt }: Count, perSecond: number, at: number): boolean =>
  at - toldAt >= tellMs || untold * portion >= perSecond * (windowMs / 1000) - told;
