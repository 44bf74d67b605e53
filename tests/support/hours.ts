export const hour = 3_600_000;

/**
 * When the next hour begins, epoch milliseconds. Messages are counted by the hour: what a test counts at a clock that
 * stands there is all counted in one.
 */
export const nextHour = (): number => Math.ceil(Date.now() / hour) * hour;
