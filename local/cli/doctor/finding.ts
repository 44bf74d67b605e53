/** Something that will bite one day, and how to mend it. */
export interface Finding {
  /** Stable, for those who want to leave one out. */
  readonly check: string;
  /** A warning is wrong for nearly everybody; a note depends on what the pool is for. */
  readonly level: 'warning' | 'note';
  /** Whose setting it is: a pool, an app client of it, or the deployment. */
  readonly subject: string;
  readonly what: string;
  readonly why: string;
  readonly mend: string;
}
