/** The numbered places of a pool for clients that registered themselves. */
import { randomInt } from 'node:crypto';

/** Who holds a place. */
export interface PlaceHolder {
  readonly clientId: string;
  /** Epoch milliseconds. From then on, the place is free. */
  readonly expiresAt: number;
  /**
   * For a client that came without an initial access token and was never used: whoever brought it, as a digest of the network.
   * Such a place may be given away before it is free.
   */
  readonly unusedOf?: string;
}

/** A place that is held. */
export interface HeldPlace {
  readonly slot: number;
  readonly holder: PlaceHolder;
}

const byAge = (one: HeldPlace, other: HeldPlace): number => one.holder.expiresAt - other.holder.expiresAt;

/**
 * The place to be given away where all are held: the oldest unused one of the network that has most of these. So whoever
 * fills a pool with clients that nobody uses takes the places of their own clients. Undefined where every client was used.
 * `choice` is how many of the oldest come into question, for those who find that another one was quicker.
 */
export const placeToGiveAway = (held: readonly HeldPlace[], choice = 1): HeldPlace | undefined => {
  const unused = held.filter(({ holder }) => holder.unusedOf !== undefined).sort(byAge);
  const networks = [...Map.groupBy(unused, ({ holder }) => holder.unusedOf).values()];
  // The order is kept where several have as many: the first one has the oldest place.
  const [most = []] = networks.sort((one, other) => other.length - one.length);
  return most[randomInt(Math.max(Math.min(choice, most.length), 1))];
};
