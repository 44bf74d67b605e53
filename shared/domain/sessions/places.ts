import type { UserSession } from './user-session.ts';

/** Where a new session goes, and what goes for it. */
export interface Placement {
  readonly slot: number;
  /** What was in that place before: over, or ended for it. */
  readonly inPlaceOf: UserSession | undefined;
  /** Those that are ended by it: the least recently used ones. */
  readonly ended: readonly UserSession[];
}

interface Question {
  /** What is in the user's places, whether over or not. */
  readonly sessions: readonly UserSession[];
  readonly isActive: (session: UserSession) => boolean;
  /** How many there may be, the new one among them. */
  readonly most: number;
  /** Less than the number that it is given; which one does not matter. */
  readonly choose: (below: number) => number;
}

// Each costs two writes of a transaction that takes a hundred. Only a limit that was lowered asks for more than one.
const endedAtOnce = 40;

/**
 * The place of a session that begins now. Of two that begin at once, from the same view, no more get in than there may
 * be, as long as each place is taken by what was seen in it: as many places are offered as there is room for.
 */
export const placeSession = ({ sessions, isActive, most, choose }: Question): Placement => {
  const active = sessions.filter(isActive).sort((one, other) => one.lastActiveAt - other.lastActiveAt);
  const room = most - active.length;
  const ended = active.slice(0, Math.min(Math.max(0, 1 - room), endedAtOnce));
  const staying = new Set(active.slice(ended.length).map(({ slot }) => slot));
  const free = Array.from({ length: most }, (_none, slot) => slot).filter((slot) => !staying.has(slot));
  const own = ended.map(({ slot }) => slot).filter((slot) => slot < most || free.length === 0);
  const offered = room > 0 ? free.slice(0, room) : own.length > 0 ? own : free;
  const slot = offered[choose(offered.length)] ?? 0;
  return { slot, inPlaceOf: sessions.find((session) => session.slot === slot), ended };
};
