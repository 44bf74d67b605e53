import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type Child, startGuarded } from './child.ts';
import { fullDisk } from './data-folder/disk-troubles.ts';
import type { Address } from './hidden-address.ts';
import { createTable } from './table.ts';

export interface Database {
  readonly endpoint: string;
  /** The embedded server; undefined where another database is given. */
  readonly child: Child | undefined;
  /** The troubles that it reported, as sentences to add to another; empty where it reported none. */
  readonly lastWords: () => string;
}

const keptWords = 2000;
// What it prints when all is well.
const chatter = /^(?:Dynoxide listening|Shutting down).*$/gm;

const patienceMs = 30_000;

const missing = (platform: string): string =>
  `There is no embedded database for ${platform}. Either install one, npm i --no-save @dynoxide/${platform},
or run DynamoDB Local, docker run -d -p 127.0.0.1:8000:8000 amazon/dynamodb-local, and set DYNAMODB_ENDPOINT=http://127.0.0.1:8000.`;

/** Path of the embedded server. Where its package is not installed, throws a sentence that says what to do. */
export const databaseProgram = (platform = `${process.platform}-${process.arch}`): string => {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`);
    return path.join(path.dirname(manifest), platform.startsWith('win32') ? 'dynoxide.exe' : 'dynoxide');
  } catch (cause) {
    throw new Error(missing(platform), { cause });
  }
};

// The server's own words, and their meaning where they do not help: SQLite says nothing about disks.
const hearing = ({ process: { stderr }, failure }: Child, file: string | undefined): (() => string) => {
  let words = '';
  stderr?.on('data', (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(-keptWords);
  });
  return () => {
    const trouble = words.replace(chatter, '').trim();
    const said = [trouble.replace(/^error: /, ''), failure()].filter(Boolean).join(' ');
    if (said === '') return '';
    const full = file && fullDisk(path.dirname(file));
    const remedy = full ?? (trouble && 'Put back a copy of it, or name another folder by GATEHOUSE_DATA_DIR.');
    return ` It said: ${said}${file ? ` (Its file is ${file}.) ${remedy}` : ''}`.trimEnd();
  };
};

interface Answering {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  readonly child: Child | undefined;
  readonly lastWords: () => string;
}

const untilAnswering = async ({ client, endpoint, child, lastWords }: Answering): Promise<void> => {
  const late = Date.now() + patienceMs;
  while (Date.now() < late && child?.isRunning() !== false) {
    const answers = await client.send(new ListTablesCommand({})).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await pause(20);
  }
  throw new Error(
    child
      ? `The embedded database did not start at ${endpoint}.${lastWords()}`
      : `No database answers at ${endpoint}. Start it, or unset DYNAMODB_ENDPOINT to use the embedded one.`,
  );
};

interface Settings {
  /** Where the embedded server listens. It lets everybody in, so its address has to be hard to find. */
  readonly address: Address;
  /** Where the embedded server keeps its data; without it, in memory. */
  readonly file: string | undefined;
  readonly tableName: string;
  /** DynamoDB Local has a database for each Region. */
  readonly region?: string;
  /** Where another database is that takes the place of the embedded one. */
  readonly given?: string | undefined;
}

/**
 * The database that is given, or an embedded one at the address, with its table. Where there is neither, throws a
 * sentence that says what to do.
 */
export const startDatabase = async ({
  address: { host, port },
  file,
  tableName,
  region = 'us-east-1',
  given,
}: Settings): Promise<Database> => {
  const endpoint = given ?? `http://${host}:${port}`;
  const keeping = file ? ['--db-path', file] : [];
  const child = given
    ? undefined
    : startGuarded(
        databaseProgram(),
        ['serve', '--host', host, '--port', String(port), ...keeping],
        // It reads and writes one after the other in any case: with a thread for each core, a request takes half as much
        // CPU again.
        { outputs: ['ignore', 'pipe'], settings: { TOKIO_WORKER_THREADS: '1' } },
      );
  const lastWords = child ? hearing(child, file) : () => '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
  try {
    await untilAnswering({ client, endpoint, child, lastWords });
    await createTable(client, tableName);
    return { endpoint, child, lastWords };
  } catch (error) {
    await child?.stop();
    throw error;
  } finally {
    client.destroy();
  }
};
