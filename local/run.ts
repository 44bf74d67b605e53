import path from 'node:path';
import { accessKeyOf } from './access-key.ts';
import { type Control, startControl } from './control/control.ts';
import { dataFolder, inFolder, sentenceOf } from './data-folder/data-folder.ts';
import { fullDisk } from './data-folder/disk-troubles.ts';
import { givenSettings } from './given-settings.ts';
import { isFindable } from './hidden-address.ts';
import { inProcess } from './in-process.ts';
import { introduction } from './introduction.ts';
import { keepWorkGoing } from './long-work.ts';
import { assertFree, httpsPort, type Part, parts, settingPort } from './ports.ts';
import { isAlive } from './processes.ts';
import { publish, type RunningStack, takeFolder, takeOrJoin } from './running-stack.ts';
import { type LocalFacts, seed, signInUrlOf } from './seed.ts';
import type { LogLevel, Ports } from './serve.ts';
import { type Stack, startStack } from './stack.ts';
import type { FromFile } from './templates/from-file.ts';
import { stateFileIn } from './templates/start-from.ts';
import type { Told } from './templates/words.ts';
import { whenUnwanted } from './unwanted.ts';

/** Ports that were asked for by an option, which counts more than a setting. */
export interface GivenPorts {
  readonly edge?: number | undefined;
  readonly lambda?: number | undefined;
}

const choosePort = async (part: Part, given?: number): Promise<number> => {
  const port = given ?? settingPort(part);
  await assertFree(port, parts[part].what, parts[part].setting);
  return port;
};

const choosePorts = async ({ edge, lambda }: GivenPorts): Promise<Ports> => ({
  edge: await choosePort('edge', edge),
  mailbox: await choosePort('mailbox'),
  lambda: await choosePort('lambda', lambda),
  files: await choosePort('files'),
  https: httpsPort() && (await choosePort('https')),
});

const watchDiskMs = 10_000;

// Once is enough: whoever knows it makes room, or does not want to.
const watchDisk = (): void => {
  const watch = setInterval(() => {
    const trouble = fullDisk(dataFolder);
    if (trouble === undefined) return;
    clearInterval(watch);
    process.stderr.write(`${trouble} Until then, what is written is refused.\n`);
  }, watchDiskMs);
  watch.unref();
};

// Warnings for somebody who relies on things that do not hold here.
const warnings = ({ databaseEndpoint }: Stack): string => {
  const { hostname: host, host: place } = new URL(databaseEndpoint);
  const isOpen = !process.env.DYNAMODB_ENDPOINT && isFindable({ host });
  return [
    isOpen &&
      `Beware: this system has no address but 127.0.0.1 for the database, which is at ${place} and lets everybody in. A web
page that tries every port finds it: open no page that you do not trust while this runs.`,
    process.env.GATEHOUSE_DATABASE_PORT &&
      `GATEHOUSE_DATABASE_PORT means nothing any more: the database is at another address at each start. DYNAMODB_ENDPOINT
in ${path.join(dataFolder, 'runtime.json')} is where.`,
  ]
    .filter(Boolean)
    .map((sentence) => `\n${sentence}\n`)
    .join('');
};

interface Started {
  readonly stop: () => Promise<void>;
  /** Resolves with a sentence once it has ended unasked. */
  readonly ended: Promise<string>;
  /** Makes what is still missing, and gives the words that introduce the stack. */
  readonly prepare: () => Promise<string>;
  /** Goes on with what an earlier stack left undone. */
  readonly goOn?: () => Promise<void>;
}

/**
 * Starts a stack, introduces it, and ends this process when nobody wants it any more. Never resolves. Where the stack
 * does not start or ends by itself, throws a sentence that says why.
 */
const stay = async (start: () => Promise<Started>, more: { readonly outlivesShell?: boolean } = {}): Promise<never> => {
  let stop = async (): Promise<void> => undefined;
  let leaving: Promise<never> | undefined;
  const leave = (): Promise<never> => {
    leaving ??= stop().then(() => process.exit(0));
    return leaving;
  };
  const isWanted = whenUnwanted(leave, more);
  try {
    const started = await start();
    stop = started.stop;
    const words = await started.prepare();
    // Somebody may have asked it to end while it started.
    if (!isWanted()) return await leave();
    process.stdout.write(words);
    await started.goOn?.();
    throw new Error(await started.ended);
  } catch (error) {
    // Errors while all parts stop are no failure.
    if (leaving) return await leaving;
    await stop();
    throw new Error(sentenceOf(error), { cause: error });
  }
};

/** What the console shows of a stack that is ready, where tests control it, and what was made from a file. */
type Introduce = (facts: LocalFacts & Partial<Omit<Control, 'stop'>> & { from?: Told }, ending: string) => string;

interface Wishes {
  readonly inMemory?: boolean;
  readonly watching: boolean;
  readonly verbose: boolean;
  /** In place of the usual introduction. */
  readonly introduce?: Introduce;
  /** Tests may move its clock and put back its data. Then nothing is remembered between requests. */
  readonly isControlled?: boolean;
  /** A template or a dump, from which pools are made and changed before the stack is ready. */
  readonly fromFile?: FromFile;
  /** The stack stays where the shell that started it has ended. */
  readonly outlivesShell?: boolean;
}

const ownStack = async (
  ports: Ports,
  letGo: () => void,
  { inMemory = false, watching, verbose, introduce = introduction, isControlled = false, fromFile }: Wishes,
): Promise<Started> => {
  const accessKey = accessKeyOf(inFolder('local.json'), `http://localhost:${ports.edge}`);
  const stack = await startStack({
    ports,
    serve: inProcess({ watching }),
    env: { ...givenSettings(ports), ...(isControlled && { GATEHOUSE_CACHE_MS: '0', POOL_SETTLES_MS: '0' }) },
    verbose,
    reportsErrors: true,
    // Whoever trusts the authority does so once, also for stacks in memory.
    authorityDir: dataFolder,
    ...(!inMemory && { dataDir: dataFolder }),
  });
  watchDisk();
  const control = isControlled ? await startControl(stack) : undefined;
  return {
    ended: stack.ended,
    stop: async () => {
      await control?.stop();
      await stack.stop();
      letGo();
    },
    prepare: async () => {
      // A demo in memory must not make one forget the demo that is kept.
      const facts = await seed(stack, accessKey, inFolder(inMemory ? 'local.json' : 'demo.json'));
      publish(facts, stack);
      const { endpoint, region, env } = stack;
      const place = { endpoint, region, accountId: env.GATEHOUSE_ACCOUNT_ID ?? '' };
      const stateFile = inMemory ? undefined : stateFileIn(dataFolder);
      const from = await fromFile?.apply({ ...place, stateFile }, accessKey);
      process.stderr.write(warnings(stack));
      const told = control ? { ...facts, controlUrl: control.controlUrl, controlToken: control.controlToken } : facts;
      return introduce(
        { ...told, ...(from && { from }) },
        inMemory ? 'everything; nothing stays.' : `everything; what is in ${dataFolder} stays.`,
      );
    },
    ...(!inMemory && { goOn: () => keepWorkGoing(stack) }),
  };
};

// Beside another stack, whose ports are taken: those of serverless-offline.
const portsBeside = { edge: 3000, lambda: 3002 } as const;

const choosePortsBeside = async (given: GivenPorts): Promise<Pick<Ports, 'edge' | 'lambda'>> => {
  const ports = { edge: given.edge ?? portsBeside.edge, lambda: given.lambda ?? portsBeside.lambda };
  await assertFree(ports.edge, parts.edge.what, '--httpPort');
  await assertFree(ports.lambda, parts.lambda.what, '--lambdaPort');
  return ports;
};

const watchStackMs = 500;

const untilGone = ({ pid, facts }: RunningStack): Promise<string> =>
  new Promise((resolve) => {
    const watch = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(watch);
      resolve(`The stack at ${facts.endpoint} has ended, and its database with it, so this ends too.`);
    }, watchStackMs);
    watch.unref();
  });

// The issuer stays that of the other stack: tokens are good at both addresses.
const besideStack = async (running: RunningStack, given: GivenPorts, logLevel: LogLevel): Promise<Started> => {
  const { facts, env, trailFile } = running;
  const ports = await choosePortsBeside(given);
  // The other stack remembers pools on its own account.
  const { POOL_SETTLES_MS: _shared, ...settings } = env;
  const ownFunctions = `http://127.0.0.1:${ports.lambda}`;
  const { LAMBDA_ENDPOINT = ownFunctions } = givenSettings(ports);
  const { stop } = await inProcess({ watching: true })({
    ports,
    env: { ...settings, ORIGIN_SECRETS: env.ORIGIN_SECRETS, LAMBDA_ENDPOINT, WORKERS_ENDPOINT: ownFunctions },
    logLevel,
    trailFile,
    mailboxUrl: facts.mailboxUrl,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
    place: { region: env.GATEHOUSE_REGION, accountId: env.GATEHOUSE_ACCOUNT_ID },
  });
  const endpoint = `http://localhost:${ports.edge}`;
  const { httpsEndpoint: _ofTheOther, ...shown } = facts;
  const ending = `this; the database and the mailbox are those of ${facts.endpoint}.`;
  return {
    stop,
    ended: untilGone(running),
    prepare: async () => introduction({ ...shown, endpoint, signInUrl: signInUrlOf({ ...shown, endpoint }) }, ending),
  };
};

/** What `npm start` does: runs a stack of its own, and ends this process with it. Throws a sentence. */
export const runStack = (wishes: Wishes): Promise<never> =>
  stay(async () => {
    const ports = await choosePorts({});
    return ownStack(ports, takeFolder(`http://localhost:${ports.edge}`), wishes);
  }, wishes);

/**
 * What `serverless offline start` does: runs a stack that bundles again when sources change. Where another one runs in
 * the data folder, it runs only functions, and joins the database and the mailbox of that one. Throws a sentence.
 */
export const runOrJoinStack = (given: GivenPorts, { verbose }: Pick<Wishes, 'verbose'>): Promise<never> =>
  stay(async () => {
    const found = await takeOrJoin(`http://localhost:${given.edge ?? settingPort('edge')}`);
    if ('running' in found) return besideStack(found.running, given, verbose ? 'all' : 'errors');
    return ownStack(await choosePorts(given), found.letGo, { watching: true, verbose });
  });
