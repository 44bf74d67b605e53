import { callOwn } from './own-operations.ts';

/** The month of UTC that a time is in, as `2026-11`. */
export const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

/** How long it takes until a month begins, `after` months from now, in milliseconds, and an hour more. */
export const untilMonth = (after: number, from = Date.now()): number => {
  const date = new Date(from);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + after, 1, 1) - from;
};

/** How many users of a pool were active: in the present month, or in one that is so long ahead. */
export const activeUsersOf = async (
  { poolId: UserPoolId }: { readonly poolId: string },
  ahead = 0,
): Promise<number> => {
  const asked = { UserPoolId, Month: monthOf(Date.now() + ahead) };
  const { MonthlyActiveUsers } = await callOwn<{ readonly MonthlyActiveUsers: number }>('GetUserPoolUsage', asked);
  return MonthlyActiveUsers;
};
