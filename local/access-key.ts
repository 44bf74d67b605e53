import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { keys } from '#shared/data/keys.ts';
import { newAccessKeyId } from '#shared/domain/access-keys/access-key.ts';
import type { StackPlace } from './stack.ts';

/** A Gatehouse key pair that signs administration. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

// Earlier versions gave this pair to every data folder, so everybody who has read their source knows it.
const formerKey: AccessKey = {
  accessKeyId: 'GATELOCALLOCALLOCAL2',
  secretAccessKey: 'local-secret-access-key-of-this-laptop-0',
};

/** A new random key pair. */
export const newAccessKey = (): AccessKey => ({
  accessKeyId: newAccessKeyId(),
  secretAccessKey: randomBytes(30).toString('base64url'),
});

const settings = 'GATEHOUSE_ACCESS_KEY_ID and GATEHOUSE_SECRET_ACCESS_KEY';

// The command line reads the same variables. They may be meant for a deployment, and a laptop should not write that key
// down.
const isForHere = (endpoint: string): boolean => {
  const { GATEHOUSE_ENDPOINT, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER } = process.env;
  const meant = GATEHOUSE_ENDPOINT || AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || endpoint;
  return URL.parse(meant.replace('//127.0.0.1', '//localhost'))?.origin === new URL(endpoint).origin;
};

const keyInEnvironment = (endpoint: string): AccessKey | undefined => {
  const { GATEHOUSE_ACCESS_KEY_ID: accessKeyId = '', GATEHOUSE_SECRET_ACCESS_KEY: secretAccessKey = '' } = process.env;
  if ((!accessKeyId && !secretAccessKey) || !isForHere(endpoint)) return undefined;
  if (!accessKeyId || !secretAccessKey) throw new Error(`Set both ${settings}, or neither.`);
  if (/^\w{16,128}$/.test(accessKeyId) && /^[\x21-\x7e]{40,128}$/.test(secretAccessKey)) {
    return { accessKeyId, secretAccessKey };
  }
  throw new Error(
    `${settings} are no key pair: the id has 16 to 128 letters and digits, the secret 40 to 128 characters and no spaces.`,
  );
};

const isAccessKey = (value: unknown): value is AccessKey =>
  typeof value === 'object' &&
  value !== null &&
  'accessKeyId' in value &&
  typeof value.accessKeyId === 'string' &&
  'secretAccessKey' in value &&
  typeof value.secretAccessKey === 'string';

const keyInFile = (file: string): AccessKey | undefined => {
  const facts: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (!isAccessKey(facts) || facts.accessKeyId === formerKey.accessKeyId) return undefined;
  return { accessKeyId: facts.accessKeyId, secretAccessKey: facts.secretAccessKey };
};

/**
 * The access key of a data folder. It is the one in GATEHOUSE_ACCESS_KEY_ID and GATEHOUSE_SECRET_ACCESS_KEY, unless
 * they are meant for another endpoint; otherwise the one in `file`, its local.json; otherwise a new one. Throws a
 * sentence that says what to do where half of a pair is set, or an invalid one.
 */
export const accessKeyOf = (file: string, endpoint: string): AccessKey =>
  keyInEnvironment(endpoint) ?? keyInFile(file) ?? newAccessKey();

const callWorker = async (stack: StackPlace, worker: string, payload: object): Promise<void> => {
  const { lambdaEndpoint: endpoint, region, credentials } = stack;
  const lambda = new LambdaClient({ endpoint, region, credentials });
  const call = { FunctionName: `gatehouse-local-${worker}`, Payload: JSON.stringify(payload) };
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand(call));
  if (FunctionError) throw new Error(`${worker} failed: ${Buffer.from(Payload ?? []).toString()}`);
};

/** Imports an access key into a stack, by the function that makes the first one on AWS. */
export const importAccessKey = (stack: StackPlace, accessKey: AccessKey): Promise<void> =>
  callWorker(stack, 'CreateAccessKey', accessKey);

// The functions are not asked: a worker that finds no key reports an error, and a signed request keeps the key cached.
const isStored = async (
  { databaseEndpoint: endpoint, region, credentials, env }: StackPlace,
  id: string,
): Promise<boolean> => {
  const database = new DynamoDBClient({ endpoint, region, credentials });
  try {
    const { pk, sk } = keys.accessKey(id);
    const { Item } = await database.send(
      new GetItemCommand({ TableName: env.TABLE_NAME, Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
    return Item !== undefined;
  } finally {
    database.destroy();
  }
};

/** Disables the access key that earlier versions gave to every data folder, unless it is the one that was set. */
export const endFormerKey = async (stack: StackPlace, { accessKeyId }: AccessKey): Promise<void> => {
  if (accessKeyId === formerKey.accessKeyId || !(await isStored(stack, formerKey.accessKeyId))) return;
  await callWorker(stack, 'DisableAccessKey', { accessKeyId: formerKey.accessKeyId });
};
