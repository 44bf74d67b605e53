import type { Write } from '#shared/data/write.ts';
import type { User } from '#shared/domain/users/user.ts';

/** Whom an event is about, or the name that nobody has. */
export interface Noted {
  readonly userKey: string;
  readonly user: Pick<User, 'sub' | 'username'> | undefined;
}

/** How work in a pool with threat protection has itself noted. */
export interface Noting {
  /** Says whom the work is about, once whoever asks may have an event written: so that it is noted if it fails. */
  readonly about: (record: Noted) => void;
  /** The writes of the event, to be made together with what the work does. */
  readonly done: (record: Noted) => readonly Write[];
  /** Says that it is done: what fails after that does not undo it. */
  readonly over: () => void;
}
