import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { assertFree, freePort, parts } from '../../ports.ts';
import { readyBundles, root } from '../../root.ts';
import { addFromOptions, planOf, readStartFrom, type StartFrom } from '../../templates/start-from.ts';
import { outputOf } from '../session.ts';

interface Options extends StartFrom {
  readonly port?: number;
  readonly data?: string;
  readonly memory?: boolean;
  readonly https?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly testing?: boolean;
}

const examples = `
Examples:
  gatehouse-pools start                               http://localhost:9229; what is there stays in .gatehouse
  gatehouse-pools start --memory --port 0 --json      nothing stays; free ports, which the JSON names
  gatehouse-pools start --data ../shop --port 9300    a second stack beside the first
  gatehouse-pools start --from template.yaml          with the pools and app clients of that template

With --json, it says where it is in one line of JSON.
The other parts have the ports after that of the API: the mailbox the next one. GATEHOUSE_MAILBOX_PORT and so on set them.`;

const portNumber = (text: string): number => {
  const port = Number(text);
  // The parts beside it need ports, too.
  if (!/^\d{1,5}$/.test(text) || port > 65_535 - furthest) {
    throw new InvalidArgumentError(`Give a number from 1 to ${65_535 - furthest}, or 0 for free ports.`);
  }
  return port;
};

const distanceOf = (part: keyof typeof parts): number => parts[part].usual - parts.edge.usual;

const furthest = distanceOf('https');

const isPart = (name: string): name is keyof typeof parts => Object.hasOwn(parts, name);

const choosePorts = async ({ port = parts.edge.usual, https = false }: Options): Promise<void> => {
  for (const part of Object.keys(parts).filter(isPart)) {
    const { setting } = parts[part];
    // What is named on the command line counts more than a setting of the environment.
    if (process.env[setting] && !(part === 'edge' && port !== parts.edge.usual)) continue;
    const chosen = port === 0 ? await freePort() : port + distanceOf(part);
    process.env[setting] = part === 'https' && !https ? 'off' : String(chosen);
  }
};

const start = async (options: Options, command: Command): Promise<void> => {
  const { forMachines, answer } = outputOf(command);
  const { data, memory = false, quiet = false, verbose = false, testing = false } = options;
  // Whatever this process and its parts write is only for its owner.
  process.umask(0o077);
  const fromFile = await readStartFrom(options);
  if (data !== undefined) process.env.GATEHOUSE_DATA_DIR = path.resolve(data);
  // A clone makes its bundles where it is, and every command looks for its data there.
  if (!readyBundles) process.chdir(root);
  if (fromFile && options.plan) {
    const { told, words } = planOf(fromFile, memory ? undefined : process.env.GATEHOUSE_DATA_DIR || '.gatehouse');
    return answer(told, words);
  }
  // The setting that the stack would name counts less than the option.
  if (options.port) await assertFree(options.port, parts.edge.what, '--port');
  await choosePorts(options);
  // It reads these settings when it is loaded.
  const { runStack } = await import('../../run.ts');
  await runStack({
    inMemory: memory,
    verbose,
    watching: false,
    outlivesShell: true,
    isControlled: testing,
    ...(fromFile && { fromFile }),
    ...(quiet && { introduce: () => '' }),
    ...(forMachines && { introduce: (facts) => `${JSON.stringify(facts)}\n` }),
  });
};

/** Adds the command that runs the whole stack on this machine. */
export const addStart = (program: Command): void => {
  addFromOptions(program.command('start'))
    .description('run the whole of it on this machine, until it is told to end')
    .option('--port <number>', 'port of the API, 9229 unless given; 0 takes free ports', portNumber)
    .option('--data <folder>', 'what stays, stays here (GATEHOUSE_DATA_DIR), in .gatehouse unless given')
    .option('--memory', 'nothing stays')
    .option('--https', 'the API also over HTTPS')
    .option('--quiet', 'says nothing while all is well')
    .option('--testing', 'an address by which tests move its clock and put back its data, which the JSON names')
    .option('--verbose', 'shows what the functions log')
    .addHelpText('after', examples)
    .action(start);
};
