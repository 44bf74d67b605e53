import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';

export interface Database {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

const platform = `${process.platform}-${process.arch}`;

const missing = `There is no embedded database for ${platform}. Either install one, npm i --no-save @dynoxide/${platform},
or run DynamoDB Local, docker run -d -p 8000:8000 amazon/dynamodb-local, and set DYNAMODB_ENDPOINT=http://127.0.0.1:8000.`;

const binary = (): string => {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`);
    return path.join(path.dirname(manifest), process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch (cause) {
    throw new Error(missing, { cause });
  }
};

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    await clientOf(endpoint).send(new ListTablesCommand({}));
    return true;
  } catch {
    return false;
  }
};

const untilAnswering = async (endpoint: string, hasEnded: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    if (await answers(endpoint)) return;
    if (hasEnded()) break;
    await pause(30);
  }
  throw new Error(`The database at ${endpoint} does not answer.`);
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.exitCode === null && child.signalCode === null ? child.once('exit', () => resolve()) : resolve(),
  );

/**
 * The database that DYNAMODB_ENDPOINT names, or an embedded one on the port, with its data in `file` or in memory.
 * Throws a sentence that says what to do where there is neither.
 */
export const startDatabase = async ({
  port,
  file,
  given,
}: {
  readonly port: number;
  readonly file: string | undefined;
  readonly given: string | undefined;
}): Promise<Database> => {
  if (given) {
    await untilAnswering(given, () => false);
    return { endpoint: given, stop: async () => undefined };
  }
  const child = spawn(binary(), ['serve', '--port', String(port), ...(file ? ['--db-path', file] : [])], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswering(endpoint, () => child.exitCode !== null);
  return {
    endpoint,
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
};

interface TableResource {
  readonly Properties: Pick<
    CreateTableCommandInput,
    'AttributeDefinitions' | 'BillingMode' | 'GlobalSecondaryIndexes' | 'KeySchema'
  >;
}

const isTableResource = (value: unknown): value is TableResource =>
  typeof value === 'object' && value !== null && 'Properties' in value;

/** Makes the table as it is deployed on AWS, where it is not there yet. */
export const createTable = async (endpoint: string, TableName: string): Promise<void> => {
  const resource: unknown = JSON.parse(readFileSync('resources/table.json', 'utf8'));
  if (!isTableResource(resource)) throw new Error('resources/table.json holds no table.');
  const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema } = resource.Properties;
  const table = { TableName, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema };
  await clientOf(endpoint)
    .send(new CreateTableCommand(table))
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
    });
};
