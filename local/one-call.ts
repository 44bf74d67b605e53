import { accessKeyOf } from './access-key.ts';
import { dataFolder, inFolder } from './data-folder/data-folder.ts';
import { writeJsonFile } from './data-folder/json-files.ts';
import { givenSettings } from './given-settings.ts';
import { inProcess } from './in-process.ts';
import { freePort, httpsPort, publishedOrigin, settingPort } from './ports.ts';
import { takeOrJoin } from './running-stack.ts';
import { type LocalFacts, seed, signInUrlOf } from './seed.ts';
import { startStack } from './stack.ts';
import { whenUnwanted } from './unwanted.ts';

/** A stack that is there for one call of a function. */
export interface CallStack {
  readonly facts: LocalFacts;
  /** The settings of its functions. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it once the work that the call began has ended. A stack that ran before keeps running. */
  readonly end: () => Promise<void>;
}

// The environment is that of one function, as the framework has set it. The stack leaves its own there.
const keepingEnvironment = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const before = { ...process.env };
  try {
    return await work();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
};

const startOwn = async (edge: number, letGo: () => void): Promise<CallStack> => {
  whenUnwanted(() => process.exit(1));
  // Its ports are free ones, so that it is in nobody's way. What stays says the usual ones: those of the next start.
  const ports = { edge, mailbox: await freePort(), lambda: await freePort(), files: await freePort() };
  const usual = { edge: settingPort('edge'), https: httpsPort() };
  const endpoint = `http://localhost:${usual.edge}`;
  const { GATEHOUSE_ISSUER_SCHEME: scheme, ...given } = givenSettings(ports);
  const stack = await startStack({
    ports,
    serve: inProcess({ watching: false }),
    dataDir: dataFolder,
    env: { ...given, GATEHOUSE_ISSUER_ORIGIN: publishedOrigin(usual, scheme) },
  });
  const end = async (): Promise<void> => {
    await stack.settled?.();
    await stack.stop();
    letGo();
  };
  try {
    const facts = await seed(stack, accessKeyOf(inFolder('local.json'), endpoint), inFolder('demo.json'));
    const mailboxUrl = `http://127.0.0.1:${settingPort('mailbox')}`;
    const signInUrl = signInUrlOf({ ...facts, endpoint });
    writeJsonFile(inFolder('local.json'), { ...facts, endpoint, mailboxUrl, signInUrl } satisfies LocalFacts);
    return { facts, env: stack.env, end };
  } catch (error) {
    await stack.stop();
    throw error;
  }
};

/**
 * The stack that runs in the data folder or, where none does, one that is started for a single call and keeps its data
 * there. Throws a sentence where it does not start.
 */
export const stackForOneCall = async (): Promise<CallStack> => {
  const edge = await freePort();
  const found = await takeOrJoin(`http://localhost:${edge}`);
  if ('running' in found) return { ...found.running, end: async () => undefined };
  return keepingEnvironment(() => startOwn(edge, found.letGo));
};
