import crypto, { type KeyObject } from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { table } from '#shared/data/table.ts';
import type { SignInTask } from './sign-in-cost.ts';
import { createTimeSplit, type Spent } from './time-split.ts';

const { timed, reset, read } = createTimeSplit();

// The same objects as in production, with a clock around the parts that we cannot speed up.
const time = (): void => {
  const store = table();
  Object.assign(store, {
    get: timed('store', store.get),
    getAll: timed('store', store.getAll),
    partition: timed('store', store.partition),
    query: timed('store', store.query),
    write: timed('store', store.write),
  });
  // Loaded as a module at the first hash, with the functions that its CommonJS exports have by then.
  const argon2 = createRequire(import.meta.url)('@node-rs/argon2');
  Object.assign(argon2, { hashRaw: timed('hashing', argon2.hashRaw) });
};

type Signed = (error: Error | null, signature?: Buffer) => void;

// Before the handler is imported: what signs tokens takes node's function then.
const timeSigning = (): void => {
  const signed = timed('signing', promisify(crypto.sign));
  const sign = (algorithm: string, content: Buffer, key: KeyObject, callback: Signed): void => {
    signed(algorithm, content, key).then((signature) => callback(null, signature), callback);
  };
  Object.assign(crypto, { sign });
  syncBuiltinESMExports();
};

timeSigning();
const { handler } = await import('../../functions/api/sign-in/InitiateAuth.ts');

const context: Context = {
  awsRequestId: 'bench',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'InitiateAuth',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:InitiateAuth',
  logGroupName: 'bench',
  logStreamName: 'bench',
  memoryLimitInMB: '1024',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

const eventOf = ({ clientId, password, originSecret }: SignInTask, username: string): APIGatewayProxyEventV2 => {
  const target = 'AWSCognitoIdentityProviderService.InitiateAuth';
  const AuthParameters = { USERNAME: username, PASSWORD: password };
  return {
    version: '2.0',
    routeKey: 'POST /op/InitiateAuth',
    rawPath: '/op/InitiateAuth',
    rawQueryString: '',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      host: 'localhost',
      'x-amz-target': target,
      'x-origin-secret': originSecret,
    },
    requestContext: {
      accountId: '000000000000',
      apiId: 'bench',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method: 'POST',
        path: '/op/InitiateAuth',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'bench',
      },
      requestId: 'bench',
      routeKey: 'POST /op/InitiateAuth',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    body: Buffer.from(JSON.stringify({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })).toString(
      'base64',
    ),
    isBase64Encoded: true,
  };
};

const signInOften = async (task: SignInTask, times: number): Promise<void> => {
  for (let turn = 0; turn < times; turn++) {
    const { statusCode, body } = await handler(
      eventOf(task, task.usernames[turn % task.usernames.length] ?? ''),
      context,
    );
    if (statusCode !== 200) throw new Error(`The sign-in answered ${statusCode}: ${body}`);
  }
};

process.once('message', async (task: SignInTask) => {
  time();
  await signInOften(task, task.warmUps);
  const rounds: Readonly<Record<string, Spent>>[] = [];
  for (let round = 0; round < task.rounds; round++) {
    reset();
    await signInOften(task, task.times);
    rounds.push(read());
  }
  process.send?.(rounds);
  process.disconnect();
});
