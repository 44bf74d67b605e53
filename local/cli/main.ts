import { constants } from 'node:os';
import { CommanderError } from 'commander';
import { exitCodeOf, exitCodes } from './failures.ts';
import { printable, printableJson } from './output.ts';
import { createProgram } from './program.ts';

const forMachines = process.argv.includes('--json');

interface Failure {
  readonly name: string;
  readonly message: string;
}

const inWords = (error: unknown): Failure =>
  error instanceof Error ? error : { name: 'Error', message: String(error) };

const report = ({ name, message }: Failure): void => {
  const text = forMachines ? printableJson({ error: { name, message } }) : printable(message);
  process.stderr.write(`${text}\n`);
};

// commander has already told people.
const reportMisuse = ({ code, message }: CommanderError): void => {
  const isHelp = code === 'commander.help';
  const said = isHelp ? 'Which command? Add --help for those there are.' : message.replace(/^error: /, '');
  if (forMachines) report({ name: 'UsageError', message: said });
};

const endings = [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', 128 + constants.signals.SIGTERM],
  ['SIGHUP', 128 + constants.signals.SIGHUP],
] as const;

const endUnheard = (error: Error): never => {
  // In `gatehouse-pools … | head` the reader ends first, because it has what it wants.
  if ('code' in error && error.code === 'EPIPE') return process.exit();
  report(error);
  return process.exit(exitCodes.failed);
};

/** Runs the command that the arguments name. The exit code says how it went. */
const main = async (): Promise<void> => {
  // Ended in this way, so that commands clean up. A command that watches something has said more before.
  for (const [signal, code] of endings) {
    process.on(signal, () => process.listenerCount(signal) === 1 && process.exit(code));
  }
  process.stdout.on('error', endUnheard);
  process.stderr.on('error', endUnheard);
  try {
    await createProgram({ forMachines }).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help is no failure where it was asked for. Where a command was expected, it is.
      if (error.exitCode === 0 && error.code !== 'commander.help') return;
      reportMisuse(error);
      process.exitCode = exitCodes.misused;
      return;
    }
    report(inWords(error));
    // At once, as a request may still be waiting for its answer.
    process.exit(exitCodeOf(error));
  }
};

await main();
