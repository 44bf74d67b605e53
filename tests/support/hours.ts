export const hour = 3_600_000;

/**
 * The beginning of the next hour, in epoch milliseconds. Messages are counted by the hour, so a test whose clock stands
 * there counts all of its messages in one hour.
 */
export const nextHour = (): number => Math.ceil(Date.now() / hour) * hour;
