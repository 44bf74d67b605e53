/** A setting that is going to cause trouble, and how to mend it. */
export interface Finding {
  /** A stable name, by which a check can be left out. */
  readonly check: string;
  /** A warning is wrong for nearly everybody. Whether a note is wrong depends on what the pool is for. */
  readonly level: 'warning' | 'note';
  /** What the setting belongs to: a pool, one of its app clients, or the deployment. */
  readonly subject: string;
  readonly what: string;
  readonly why: string;
  readonly mend: string;
}
