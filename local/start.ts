import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepWorkGoing } from './long-work.ts';
import { assertFree, portIn } from './ports.ts';
import { type LocalFacts, seed } from './seed.ts';
import { type Ports, startStack } from './stack.ts';

const directory = process.env.GATEHOUSE_DATA_DIR || '.gatehouse';

const parts = {
  edge: { what: 'the API', setting: 'GATEHOUSE_PORT', usual: 9229 },
  mailbox: { what: 'the mailbox', setting: 'GATEHOUSE_MAILBOX_PORT', usual: 9230 },
  httpApi: { what: 'the functions', setting: 'GATEHOUSE_HTTP_API_PORT', usual: 9231 },
  lambda: { what: 'Lambda invocations', setting: 'GATEHOUSE_LAMBDA_PORT', usual: 9232 },
  database: { what: 'the database', setting: 'GATEHOUSE_DATABASE_PORT', usual: 9233 },
  files: { what: 'uploaded files', setting: 'GATEHOUSE_FILES_PORT', usual: 9234 },
} as const;

const choosePort = async (part: keyof typeof parts): Promise<number> => {
  const { what, setting, usual } = parts[part];
  const port = portIn(setting, usual);
  if (part !== 'database' || !process.env.DYNAMODB_ENDPOINT) await assertFree(port, what, setting);
  return port;
};

const choosePorts = async (): Promise<Ports> => ({
  edge: await choosePort('edge'),
  mailbox: await choosePort('mailbox'),
  httpApi: await choosePort('httpApi'),
  lambda: await choosePort('lambda'),
  database: await choosePort('database'),
  files: await choosePort('files'),
});

const write = (file: string, facts: unknown): void =>
  writeFileSync(path.join(directory, file), `${JSON.stringify(facts, undefined, 2)}\n`);

const introduction = (facts: LocalFacts, kept: string): string => `
Gatehouse is ready at ${facts.endpoint}

  user pool     ${facts.userPoolId}
  app client    ${facts.clientId}
  issuer        ${facts.issuer}
  user          ${facts.username} / ${facts.password}
  access key    ${facts.accessKeyId} / ${facts.secretAccessKey}
  mailbox       ${facts.mailboxUrl}
  for scripts   ${path.join(directory, 'local.json')}

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

const start = async (): Promise<void> => {
  const inMemory = process.argv.includes('--memory');
  let stop = async (): Promise<void> => undefined;
  let stopping = false;
  const leave = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(0));
  // npm runs this under a shell that hands no signal on: when the shell is gone, so is whoever wanted the stack.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && leave(0), 500).unref();

  const ports = await choosePorts();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const stack = await startStack({
    ports,
    verbose: process.argv.includes('--verbose'),
    reportsErrors: true,
    ...(!inMemory && { dataDir: directory }),
  });
  stop = stack.stop;
  try {
    // The demo of what is kept must not be forgotten over one in memory.
    const facts = await seed(stack, path.join(directory, inMemory ? 'local.json' : 'demo.json'));
    write('local.json', facts);
    write('runtime.json', { env: stack.env });
    process.stdout.write(introduction(facts, inMemory ? 'nothing stays.' : `what is in ${directory} stays.`));
    if (!inMemory) await keepWorkGoing(stack);
    const part = await stack.ended;
    if (!stopping) throw new Error(`The ${part} ended unasked, so the rest stops too.`);
  } catch (error) {
    if (!stopping) await stop();
    throw error;
  }
};

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
