/** The exit codes that `docs/cli.md` promises. */
export const exitCodes = { failed: 1, misused: 2, refused: 3, interrupted: 130 } as const;

/** The command was called in a way that makes no sense. The message says what would. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The service refused. The name is that of its exception. */
export class Refusal extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Ctrl-C while watching work that goes on by itself. The message says how to watch it or end it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/** The exit code of a process that failed with this error. */
export const exitCodeOf = (error: unknown): number => {
  if (error instanceof UsageError) return exitCodes.misused;
  if (error instanceof Refusal) return exitCodes.refused;
  return error instanceof Interruption ? exitCodes.interrupted : exitCodes.failed;
};
