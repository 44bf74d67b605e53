import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { assertFree } from './ports.ts';
import { type LocalFacts, seed } from './seed.ts';
import { type Ports, startStack } from './stack.ts';

const dataDir = '.gatehouse';

const port = (setting: string, otherwise: number): number => Number(process.env[setting] || otherwise);

const ports: Ports = {
  edge: port('GATEHOUSE_PORT', 9229),
  mailbox: port('GATEHOUSE_MAILBOX_PORT', 9230),
  httpApi: port('GATEHOUSE_HTTP_API_PORT', 9231),
  lambda: port('GATEHOUSE_LAMBDA_PORT', 9232),
  database: port('GATEHOUSE_DATABASE_PORT', 9233),
};

const assertPortsFree = async (): Promise<void> => {
  await assertFree(ports.edge, 'the API', 'GATEHOUSE_PORT');
  await assertFree(ports.mailbox, 'the mailbox', 'GATEHOUSE_MAILBOX_PORT');
  await assertFree(ports.httpApi, 'the functions', 'GATEHOUSE_HTTP_API_PORT');
  await assertFree(ports.lambda, 'Lambda invocations', 'GATEHOUSE_LAMBDA_PORT');
  if (!process.env.DYNAMODB_ENDPOINT) await assertFree(ports.database, 'the database', 'GATEHOUSE_DATABASE_PORT');
};

const assertRuntime = (): void => {
  if (Number.parseInt(process.versions.node, 10) >= 24) return;
  throw new Error(
    `Gatehouse runs on Node 24; this is ${process.version}, and there is no Node 24 in the registry for ${process.platform}-${process.arch}. Install Node 24 and start again.`,
  );
};

const introduction = (facts: LocalFacts): string => `
Gatehouse is ready at ${facts.endpoint}

  user pool     ${facts.userPoolId}
  app client    ${facts.clientId}
  issuer        ${facts.issuer}
  user          ${facts.username} / ${facts.password}
  access key    ${facts.accessKeyId} / ${facts.secretAccessKey}
  mailbox       ${facts.mailboxUrl}
  for scripts   ${path.join(dataDir, 'local.json')}

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

Ctrl-C stops everything; what is in ${dataDir} stays.
`;

const start = async (): Promise<void> => {
  assertRuntime();
  await assertPortsFree();
  const inMemory = process.argv.includes('--memory');
  const stack = await startStack({ ports, verbose: process.argv.includes('--verbose'), ...(!inMemory && { dataDir }) });
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stack.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  // npm runs this under a shell that hands no signal on: when the shell is gone, so is whoever wanted the stack.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
  const facts = await seed(stack, path.join(dataDir, 'local.json'));
  writeFileSync(path.join(dataDir, 'runtime.json'), `${JSON.stringify({ env: stack.env }, undefined, 2)}\n`);
  process.stdout.write(introduction(facts));
  await stack.ended;
  await stop();
};

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
