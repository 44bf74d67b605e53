import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { startCheckout } from '#tests/journey/checkout.ts';
import { gatewayEvent, type SigningPlace } from '#tests/support/gateway-event.ts';
import type { CoveredAnswer, CoveredRequest } from './coverage-process.ts';

/** Files by path from the top of the project. */
export interface FilesThatRun {
  readonly signUp: readonly string[];
  readonly firstInitiateAuth: readonly string[];
  /** Those of a second InitiateAuth. What runs only in the first builds something that is not used, or is used once. */
  readonly secondInitiateAuth: readonly string[];
}

/** How many files may run. */
export const limits = { signUp: 55, firstInitiateAuth: 70 } as const;

const password = 'Correct-horse-1';

const hear = async (child: ChildProcess): Promise<unknown> => {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The process that covers ended with ${code}.`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message;
};

interface Answered {
  readonly body: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly files: readonly string[];
}

/**
 * The files of functions/ and shared/ that take part in a SignUp with an e-mail address that gets a code, and in the
 * first InitiateAuth after it, by password.
 *
 * A file takes part when a function in it runs during the request: being loaded is not enough. The sources run as they
 * are, in one process, as all functions do on a laptop. Before the SignUp come CreateUserPool, CreateUserPoolClient,
 * AdminCreateUser and AdminSetUserPassword, so what those have built for the process is there and does not count again.
 */
export const filesThatRun = async (folder: string, place: SigningPlace): Promise<FilesThatRun> => {
  const child = fork(join(import.meta.dirname, 'coverage-process.ts'), [], {
    cwd: folder,
    // Nobody reads logs. The cache of pools must last longer than a slow machine takes.
    env: { ...place.env, POWERTOOLS_LOG_LEVEL: 'CRITICAL', POOL_SETTLES_MS: '600000' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const call = async (folder: string, operation: string, members: object): Promise<Answered> => {
    const request: CoveredRequest = {
      module: `functions/api/${folder}/${operation}.ts`,
      event: await gatewayEvent(place, operation, members),
    };
    child.send(request);
    const { status, body, files } = (await hear(child)) as CoveredAnswer;
    if (status !== 200) throw new Error(`${operation} answered ${status}: ${body}`);
    return { body: JSON.parse(body), files };
  };

  try {
    await hear(child);
    const pool = { PoolName: 'files that run', AutoVerifiedAttributes: ['email'] };
    const UserPoolId = (await call('user-pools', 'CreateUserPool', pool)).body.UserPool?.Id;
    const settings = { UserPoolId, ClientName: 'files that run', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] };
    const client = await call('app-clients', 'CreateUserPoolClient', settings);
    const ClientId = client.body.UserPoolClient?.ClientId;
    const grace = { UserPoolId, Username: 'grace' };
    await call('users', 'AdminCreateUser', { ...grace, MessageAction: 'SUPPRESS' });
    await call('passwords', 'AdminSetUserPassword', { ...grace, Password: password, Permanent: true });

    const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }];
    const signUp = await call('sign-up', 'SignUp', { ClientId, Username: 'ada', Password: password, UserAttributes });
    const AuthParameters = { USERNAME: 'grace', PASSWORD: password };
    const signIn = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters };
    const first = await call('sign-in', 'InitiateAuth', signIn);
    const second = await call('sign-in', 'InitiateAuth', signIn);
    return { signUp: signUp.files, firstInitiateAuth: first.files, secondInitiateAuth: second.files };
  } finally {
    child.removeAllListeners();
    child.kill();
  }
};

/** Files as lines of text, under their number. */
export const listed = (title: string, files: readonly string[]): string =>
  `${title}: ${files.length}\n  ${files.join('\n  ')}`;

/** The files as lines of text. */
export const toReport = ({ signUp, firstInitiateAuth, secondInitiateAuth }: FilesThatRun): string =>
  [
    listed('SignUp', signUp),
    listed('first InitiateAuth', firstInitiateAuth),
    listed(
      'of these not in a second one',
      firstInitiateAuth.filter((file) => !secondInitiateAuth.includes(file)),
    ),
  ].join('\n');

// Run as a program, it prints the files of this checkout, or of the one whose folder is given.
if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'));
  const stack = await startCheckout(folder);
  try {
    console.log(toReport(await filesThatRun(folder, stack)));
  } finally {
    await stack.stop();
  }
}
