import type { UserSession } from './user-session.ts';

/** The slot of a new session, and what it ends. */
export interface SlotChoice {
  readonly slot: number;
  /** What was in that slot before: over, or ended for the new session. */
  readonly replaced: UserSession | undefined;
  /** Sessions that the new one ends: the least recently used. */
  readonly ended: readonly UserSession[];
}

interface Question {
  /** What is in the user's slots, whether over or not. */
  readonly sessions: readonly UserSession[];
  readonly isActive: (session: UserSession) => boolean;
  /** How many sessions there may be, with the new one. */
  readonly most: number;
  /** Picks a number below the given one. Which one does not matter. */
  readonly choose: (below: number) => number;
}

// Each costs two writes of a transaction, which takes a hundred. More than one ends only after the limit was lowered.
const endedAtOnce = 40;

/**
 * The slot of a session that begins now. It is to be written on condition that the slot still holds what was seen in it.
 * Then sessions that begin at once, from the same view, cannot exceed the limit: only as many slots are offered as there
 * is room.
 */
export const chooseSlot = ({ sessions, isActive, most, choose }: Question): SlotChoice => {
  const active = sessions.filter(isActive).sort((one, other) => one.lastActiveAt - other.lastActiveAt);
  const room = most - active.length;
  const ended = active.slice(0, Math.min(Math.max(0, 1 - room), endedAtOnce));
  const staying = new Set(active.slice(ended.length).map(({ slot }) => slot));
  const free = Array.from({ length: most }, (_none, slot) => slot).filter((slot) => !staying.has(slot));
  const own = ended.map(({ slot }) => slot).filter((slot) => slot < most || free.length === 0);
  const offered = room > 0 ? free.slice(0, room) : own.length > 0 ? own : free;
  const slot = offered[choose(offered.length)] ?? 0;
  return { slot, replaced: sessions.find((session) => session.slot === slot), ended };
};
