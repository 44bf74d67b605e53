import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { accessKeyOf } from './access-key.ts';
import { diskTrouble, fullDisk, onDisk } from './data-folder/disk-troubles.ts';
import { writeJsonFile } from './data-folder/json-files.ts';
import { lockFolder } from './data-folder/lock.ts';
import { removeUnfinished } from './data-folder/whole-files.ts';
import { isFindable } from './hidden-address.ts';
import { inProcess } from './in-process.ts';
import { keepWorkGoing } from './long-work.ts';
import { assertFree, portIn } from './ports.ts';
import { type LocalFacts, readFacts, seed } from './seed.ts';
import type { Ports } from './serve.ts';
import { type Stack, startStack } from './stack.ts';

// Whatever this process and its parts write, the database's files included, is only for its owner.
process.umask(0o077);

const directory = process.env.GATEHOUSE_DATA_DIR || '.gatehouse';

const parts = {
  edge: { what: 'the API', setting: 'GATEHOUSE_PORT', usual: 9229 },
  mailbox: { what: 'the mailbox', setting: 'GATEHOUSE_MAILBOX_PORT', usual: 9230 },
  lambda: { what: 'Lambda invocations', setting: 'GATEHOUSE_LAMBDA_PORT', usual: 9232 },
  files: { what: 'uploaded files', setting: 'GATEHOUSE_FILES_PORT', usual: 9234 },
} as const;

const choosePort = async (part: keyof typeof parts): Promise<number> => {
  const { what, setting, usual } = parts[part];
  const port = portIn(setting, usual);
  await assertFree(port, what, setting);
  return port;
};

const choosePorts = async (): Promise<Ports> => ({
  edge: await choosePort('edge'),
  mailbox: await choosePort('mailbox'),
  lambda: await choosePort('lambda'),
  files: await choosePort('files'),
});

const inFolder = (file: string): string => path.join(directory, file);

// The folder is checked before anything starts. Gives the function that releases it.
const takeFolder = ({ edge }: Ports): (() => void) => {
  onDisk(directory, () => mkdirSync(directory, { recursive: true, mode: 0o700 }));
  const letGo = lockFolder(directory, `http://localhost:${edge}`);
  removeUnfinished(directory);
  for (const file of ['local.json', 'demo.json']) readFacts(inFolder(file));
  return letGo;
};

// A part that fails on a full disk seldom says that this is the reason.
const sentenceOf = (error: unknown): string => {
  const sentence = diskTrouble(error) ?? (error instanceof Error ? error.message : String(error));
  const full = fullDisk(directory);
  return full === undefined || sentence.includes('no room left') ? sentence : `${sentence}\n${full}`;
};

const watchDiskMs = 10_000;

// Once is enough: whoever knows it makes room, or does not want to.
const watchDisk = (): void => {
  const watch = setInterval(() => {
    const trouble = fullDisk(directory);
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
in ${path.join(directory, 'runtime.json')} is where.`,
  ]
    .filter(Boolean)
    .map((sentence) => `\n${sentence}\n`)
    .join('');
};

const introduction = (facts: LocalFacts, kept: string): string => `
Gatehouse is ready at ${facts.endpoint}

  user pool     ${facts.userPoolId}
  app client    ${facts.clientId}
  issuer        ${facts.issuer}
  user          ${facts.username} / ${facts.password}
  access key    ${facts.accessKeyId} / ${facts.secretAccessKey}
  mailbox       ${facts.mailboxUrl}
  for scripts   ${inFolder('local.json')}

Sign in with the AWS CLI:

  aws cognito-idp initiate-auth --endpoint-url ${facts.endpoint} --region ${facts.region} --no-sign-request \\
    --client-id ${facts.clientId} --auth-flow USER_PASSWORD_AUTH \\
    --auth-parameters USERNAME=${facts.username},PASSWORD=${facts.password}

Sign in with the SDK:

  import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
  const client = new CognitoIdentityProviderClient({ endpoint: '${facts.endpoint}', region: '${facts.region}' });
  await client.send(new InitiateAuthCommand({
    ClientId: '${facts.clientId}',
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: '${facts.username}', PASSWORD: '${facts.password}' },
  }));

Ctrl-C stops everything; ${kept}
`;

const flag = { type: 'boolean', default: false } as const;

const start = async (): Promise<void> => {
  const { values: given } = parseArgs({ options: { memory: flag, verbose: flag, watch: flag } });
  const inMemory = given.memory;
  let stop = async (): Promise<void> => undefined;
  let stopping = false;
  const leave = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(0));
  // npm runs this in a shell that passes no signals on. When the shell is gone, nobody wants the stack any more.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && leave(0), 500).unref();

  const ports = await choosePorts();
  const letGo = takeFolder(ports);
  const accessKey = accessKeyOf(inFolder('local.json'), `http://localhost:${ports.edge}`);
  const stack = await startStack({
    ports,
    serve: inProcess({ watching: given.watch }),
    verbose: given.verbose,
    reportsErrors: true,
    ...(!inMemory && { dataDir: directory }),
  });
  stop = async () => {
    await stack.stop();
    letGo();
  };
  watchDisk();
  try {
    // A demo in memory must not make one forget the demo that is kept.
    const facts = await seed(stack, accessKey, inFolder(inMemory ? 'local.json' : 'demo.json'));
    writeJsonFile(inFolder('local.json'), facts);
    writeJsonFile(inFolder('runtime.json'), { env: stack.env });
    process.stderr.write(warnings(stack));
    process.stdout.write(introduction(facts, inMemory ? 'nothing stays.' : `what is in ${directory} stays.`));
    if (!inMemory) await keepWorkGoing(stack);
    const ending = await stack.ended;
    if (!stopping) throw new Error(ending);
  } catch (error) {
    // Errors while all parts stop are no failure.
    if (stopping) return;
    await stop();
    throw error;
  }
};

const fail = (error: unknown): void => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
};

process.on('uncaughtException', fail);
start().catch(fail);
