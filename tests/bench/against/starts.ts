import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';
import { gatewayEvent } from '#tests/support/gateway-event.ts';
import { type Connection, connect, textIn } from '../connection.ts';
import { password } from '../sample.ts';
import { alternate, type Both, type Figure, type Measured, ofBoth, ratioOf, type Side, toFigures } from './figures.ts';
import type { Packages } from './packages.ts';
import type { Plan } from './plan.ts';

const slowestStart = 1.05;
// Of the functions' ratios, the one in the middle.
const slowestImport = 0.75;
const importOf = (operation: string): string => `${operation}, import`;
const signed = { signed: true } as const;
const mark = 'started: ';

// As Lambda's runtime does: the module, one event, one answer. JavaScript, so that no time goes into reading types.
const runner = `
const [entry, event] = process.argv.slice(2);
const begun = performance.now();
const spent = process.cpuUsage();
const { handler } = await import(entry);
const imported = performance.now();
const { statusCode, body } = await handler(JSON.parse(event), { awsRequestId: 'start' });
const answered = performance.now();
const { user, system } = process.cpuUsage(spent);
process.stdout.write('\\n' + ${JSON.stringify(mark)} + JSON.stringify({
  statusCode, body, imported: imported - begun, answered: answered - begun, cpu: (user + system) / 1000,
}) + '\\n', () => process.exit());
`;

/** A stack whose database the functions of one build use, and what there is in it to ask for. */
interface Ground {
  readonly stack: Checkout;
  /** The members of a request that is answered by 200, once; `turn` tells one from the next. */
  readonly requests: Readonly<Record<string, (turn: number) => Promise<object>>>;
  readonly close: () => Promise<void>;
}

const requestsOn = async ({ call }: Connection): Promise<Ground['requests']> => {
  const pool = await call('CreateUserPool', { PoolName: 'starts', AutoVerifiedAttributes: ['email'] }, signed);
  const UserPoolId = textIn(pool, 'UserPool', 'Id');
  const ResourceArn = textIn(pool, 'UserPool', 'Arn');
  const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  const settings = { UserPoolId, ClientName: 'starts', ExplicitAuthFlows };
  const ClientId = textIn(await call('CreateUserPoolClient', settings, signed), 'UserPoolClient', 'ClientId');
  const create = (Username: string): Promise<unknown> =>
    call('AdminCreateUser', { UserPoolId, Username, TemporaryPassword: password, MessageAction: 'SUPPRESS' }, signed);
  await create('ada');
  await call('AdminSetUserPassword', { UserPoolId, Username: 'ada', Password: password, Permanent: true }, signed);
  const AuthParameters = { USERNAME: 'ada', PASSWORD: password };
  const signIn = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters };
  const AccessToken = textIn(await call('InitiateAuth', signIn), 'AuthenticationResult', 'AccessToken');

  return {
    SignUp: async (turn) => {
      const UserAttributes = [{ Name: 'email', Value: `start-${turn}@example.com` }];
      return { ClientId, Username: `start-${turn}`, Password: password, UserAttributes };
    },
    InitiateAuth: async () => signIn,
    AdminRespondToAuthChallenge: async (turn) => {
      const USERNAME = `new-${turn}`;
      await create(USERNAME);
      const asked = await call(
        'AdminInitiateAuth',
        {
          UserPoolId,
          ClientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME, PASSWORD: password },
        },
        signed,
      );
      return {
        UserPoolId,
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: textIn(asked, 'Session'),
        ChallengeResponses: { USERNAME, NEW_PASSWORD: `${password}-${turn}` },
      };
    },
    GetUser: async () => ({ AccessToken }),
    ListUsers: async () => ({ UserPoolId }),
    AdminCreateUser: async (turn) => ({ UserPoolId, Username: `made-${turn}`, MessageAction: 'SUPPRESS' }),
    CreateUserPool: async (turn) => ({ PoolName: `starts ${turn}` }),
    ListTagsForResource: async () => ({ ResourceArn }),
  };
};

const startGround = async (folder: string): Promise<Ground> => {
  const stack = await startCheckout(folder);
  const connection = connect(stack);
  const close = async (): Promise<void> => {
    connection.close();
    await stack.stop();
  };
  try {
    return { stack, requests: await requestsOn(connection), close };
  } catch (error) {
    await close();
    throw error;
  }
};

const startOnce = async (
  packages: Packages,
  { stack, requests }: Ground,
  operation: string,
  turn: number,
): Promise<readonly Measured[]> => {
  const unpacked = packages.get(operation);
  const members = await requests[operation]?.(turn);
  if (!unpacked || !members) throw new Error(`There is no packaged ${operation}.`);
  const script = path.join(unpacked.folder, 'start.mjs');
  writeFileSync(script, runner);
  const event = JSON.stringify(await gatewayEvent(stack, operation, members));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, path.join(unpacked.folder, unpacked.entry), event],
    { cwd: unpacked.folder, env: { ...stack.env } },
  );
  const line = stdout.split('\n').find((one) => one.startsWith(mark)) ?? '';
  const { statusCode, body, imported, answered, cpu } = JSON.parse(line.slice(mark.length));
  if (statusCode !== 200) throw new Error(`${operation} answered ${statusCode}: ${body}`);
  return [
    { name: importOf(operation), unit: 'ms', value: Number(imported) },
    { name: `${operation}, import and first answer`, unit: 'ms', value: Number(answered) },
    { name: `${operation}, CPU of both`, unit: 'ms', value: Number(cpu) },
  ];
};

const importFigure = (figures: readonly Figure[], operations: readonly string[]): Figure => {
  const names = operations.map(importOf);
  const ratios = figures.filter(({ name }) => names.includes(name)).map(ratioOf);
  const name = `import, median of the ratios of ${ratios.length} functions`;
  return { name, unit: '', there: ratios.map(() => 1), here: ratios, most: slowestImport };
};

/**
 * How long functions take to start, each time in a fresh process with nothing but the packaged function, against the
 * database of a stack of its own build: the import, and that with a first request, which also builds what it uses.
 */
export const startFigures = async (
  folders: Both<string>,
  packages: Both<Packages>,
  { starts }: Plan,
): Promise<readonly Figure[]> => {
  const grounds: Partial<Record<Side, Ground>> = {};
  try {
    const both = await ofBoth(async (side) => (grounds[side] = await startGround(folders[side])));
    const figures: Figure[] = [];
    for (const operation of Object.keys(both.here.requests)) {
      // The first process finds files that nobody has read for a while.
      await ofBoth((side) => startOnce(packages[side], both[side], operation, starts));
      const took = await alternate(starts, (side, round) => startOnce(packages[side], both[side], operation, round));
      figures.push(...toFigures(took).map((figure) => ({ ...figure, most: slowestStart })));
    }
    return [...figures, importFigure(figures, Object.keys(both.here.requests))];
  } finally {
    await grounds.there?.close();
    await grounds.here?.close();
  }
};
