import { generateKeyPairSync, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { handler } from '../../../functions/oauth/token.ts';
import type { HandlerCost, HandlerTask } from './handler-cost.ts';

const context: Context = {
  awsRequestId: 'bench',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'token',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:token',
  logGroupName: 'bench',
  logStreamName: 'bench',
  memoryLimitInMB: '1024',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

const eventOf = ({ body, headers }: HandlerTask): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'ANY /oauth2/token',
  rawPath: '/oauth2/token',
  rawQueryString: '',
  headers: { ...headers },
  requestContext: {
    accountId: '000000000000',
    apiId: 'bench',
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: { method: 'POST', path: '/oauth2/token', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' },
    requestId: 'bench',
    routeKey: 'ANY /oauth2/token',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  body: Buffer.from(body).toString('base64'),
  isBase64Encoded: true,
});

const signBytes = promisify(sign);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
// As long as what is signed of such a token.
const content = Buffer.alloc(550, 'a');

const repeat = async (times: number, work: () => Promise<unknown>): Promise<void> => {
  for (let turn = 0; turn < times; turn++) await work();
};

// In every thread of the process: signatures are made in others.
const cpuOf = async (times: number, work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await repeat(times, work);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
};

process.once('message', async (task: HandlerTask) => {
  const ask = async (): Promise<void> => {
    const { statusCode, body } = await handler(eventOf(task), context);
    if (statusCode !== 200) throw new Error(`The token endpoint answered ${statusCode}: ${body}`);
  };
  const signOnce = () => signBytes('sha256', content, privateKey);
  await repeat(task.warmUps, ask);
  await repeat(task.warmUps, signOnce);
  const rounds: HandlerCost[] = [];
  for (let round = 0; round < task.rounds; round++) {
    rounds.push({ request: await cpuOf(task.times, ask), signature: await cpuOf(task.times, signOnce) });
  }
  process.send?.(rounds);
  process.disconnect();
});
