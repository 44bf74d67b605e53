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
  /** The settings that mend it, where values are enough: of UpdateUserPool, or of UpdateUserPoolClient for an app client. */
  readonly changes?: readonly SettingChange[];
}

/** A value at a path such as `Policies.PasswordPolicy.MinimumLength`. */
export type SettingChange = readonly [path: string, value: unknown];

/** What mends a finding by `gatehouse-pools pools` with that command, and the same as values. */
export const mendedBy = (command: string, ...changes: readonly SettingChange[]): Pick<Finding, 'mend' | 'changes'> => {
  const words = changes
    .map(([path, value]) => `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .map((word) => (/^[\w.=]+$/.test(word) ? word : `'${word}'`));
  return { mend: `gatehouse-pools pools ${command} ${words.join(' ')}`, changes };
};
