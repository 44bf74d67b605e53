import { type Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';
import { callUnsigned } from '../api.ts';
import { Refusal } from '../failures.ts';
import { endSession, signInByBrowser, usualPort } from '../login/browser-sign-in.ts';
import { findLogin, saveLogin } from '../login/saved-logins.ts';
import { toFacts } from '../output.ts';
import { outputOf } from '../session.ts';
import { type GlobalOptions, resolveDeployment } from '../settings.ts';

interface Options extends GlobalOptions {
  readonly clientId?: string;
  readonly port: number;
  readonly browser: boolean;
}

const examples = `
Operators are users of the pool that SetOperatorConfiguration names. They sign in with a browser, by what that pool demands.
The keys that this gives sign all commands for this deployment, for an hour or until logout.

Examples:
  gatehouse-pools login                                      at the stack of this folder, as its user demo
  gatehouse-pools login --endpoint https://auth.example.com
  gatehouse-pools login --client-id 1example23456789         by another app client than the first of operators
  gatehouse-pools logout --endpoint https://auth.example.com`;

const NO_OPERATORS = 'This deployment has no operators: SetOperatorConfiguration names them. Sign with an access key.';

const SignIn = v.object({ ClientId: v.optional(v.string()) });

const askForClient = async (endpoint: string): Promise<string> => {
  const { ClientId } = await callUnsigned(endpoint, 'GetOperatorSignIn', {}, SignIn);
  if (ClientId === undefined) throw new Refusal('NoOperators', NO_OPERATORS);
  return ClientId;
};

const Session = v.object({
  Credentials: v.object({
    AccessKeyId: v.string(),
    SecretAccessKey: v.string(),
    SessionToken: v.string(),
    Expiration: v.number(),
  }),
  Username: v.string(),
  Groups: v.array(v.object({ GroupName: v.string(), Role: v.string(), UserPoolIds: v.optional(v.array(v.string())) })),
});

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('Give a number from 1 to 65535.');
  return port;
};

const login = async (options: Options, command: Command): Promise<void> => {
  const out = outputOf(command);
  const { endpoint } = resolveDeployment(command.optsWithGlobals<GlobalOptions>());
  const given = options.clientId ?? (process.env.GATEHOUSE_OPERATOR_CLIENT_ID || undefined);
  const clientId = given ?? (await askForClient(endpoint));
  const tokens = await signInByBrowser({
    endpoint,
    clientId,
    port: options.port,
    opensBrowser: options.browser,
    show: (url) => process.stderr.write(`Sign in with your browser:\n\n  ${url}\n\n`),
  });
  const request = { AccessToken: tokens.access_token };
  const { Credentials, Username, Groups } = await callUnsigned(endpoint, 'CreateOperatorSession', request, Session);
  saveLogin(endpoint, {
    username: Username,
    clientId,
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    sessionToken: Credentials.SessionToken,
    expiresAt: Credentials.Expiration * 1000,
    refreshToken: tokens.refresh_token,
  });
  const until = new Date(Credentials.Expiration * 1000).toISOString();
  out.answer({ endpoint, username: Username, groups: Groups, until }, toFacts({ operator: Username, until }));
};

const logout = async (_: object, command: Command): Promise<void> => {
  const { endpoint } = resolveDeployment(command.optsWithGlobals<GlobalOptions>());
  const known = findLogin(endpoint);
  if (known) {
    // Whatever comes of it, nothing stays on this machine.
    saveLogin(endpoint, undefined);
    await endSession(endpoint, known.clientId, known.refreshToken);
  }
  outputOf(command).answer(
    { endpoint, loggedOut: known !== undefined },
    known ? 'You are logged out.' : 'You were not logged in.',
  );
};

/** Adds `gatehouse-pools login` and `logout`. */
export const addLogin = (program: Command): void => {
  program
    .command('login')
    .description('sign in as an operator, in place of an access key')
    .option('--client-id <id>', 'app client of operators, if not the first (GATEHOUSE_OPERATOR_CLIENT_ID)')
    .option('--port <number>', 'port of this machine that the browser comes back to', portNumber, usualPort)
    .option('--no-browser', 'only show where to sign in')
    .addHelpText('after', examples)
    .action(login);
  program.command('logout').description('end the login, and the session of the sign-in').action(logout);
};
