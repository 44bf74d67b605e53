import { setTimeout as pause } from 'node:timers/promises';
import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';
import { type Connection, connect } from '../connection.ts';
import { measure, type Work } from '../load.ts';
import { makeSample } from '../sample.ts';
import { fillPool } from '../scale/filled-pool.ts';
import { personAt } from '../scale/people.ts';
import { scenariosOf } from '../scenarios.ts';
import { alternate, type Both, type Figure, type Measured, toFigures } from './figures.ts';
import type { Plan } from './plan.ts';
import { readTaken } from './processes.ts';

const concurrency = 16;
const sampled = 64;

// One round of SHA-256 in place of Argon2id at its strength: what does not hash is to show.
const cheapest = { ARGON2: '8,1,1' };

const onStack = async <Value>(
  starting: Promise<Checkout>,
  work: (connection: Connection, stack: Checkout) => Promise<Value>,
): Promise<Value> => {
  const stack = await starting;
  const connection = connect(stack);
  try {
    return await work(connection, stack);
  } finally {
    connection.close();
    await stack.stop();
  }
};

const scenario = (scenarios: Readonly<Record<string, Work>>, name: string): Work => {
  const work = scenarios[name];
  if (!work) throw new Error(`No scenario is called ${name}.`);
  return work;
};

/** `npm start` in an empty folder: until the first sign-in is answered, and the memory of all its processes at rest. */
export const stackFigures = async (
  folders: Both<string>,
  { rounds, idleSeconds }: Plan,
): Promise<readonly Figure[]> => {
  const found = await alternate(rounds, (side): Promise<readonly Measured[]> => {
    const begun = performance.now();
    const starting = startCheckout(folders[side], { inMemory: false, env: { GATEHOUSE_WATCH: 'on' } });
    return onStack(starting, async ({ call }, { clientId: ClientId, username, password, pid = 0 }) => {
      const AuthParameters = { USERNAME: username, PASSWORD: password };
      await call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
      const seconds = (performance.now() - begun) / 1000;
      await pause(idleSeconds * 1000);
      const { megabytes } = await readTaken(pid);
      return [
        { name: 'npm start to first answer', unit: 's', value: seconds },
        { name: `its memory ${idleSeconds} s later`, unit: 'MB', value: megabytes },
      ];
    });
  });
  return toFigures(found);
};

// CPU is that of edge, functions and database, warming up included; the client's is not.
const paceOf = async (name: string, work: Work, { pid = 0 }: Checkout, milliseconds: number): Promise<Measured[]> => {
  let times = 0;
  const counted: Work = (turn) => {
    times++;
    return work(turn);
  };
  const before = await readTaken(pid);
  const { perSecond } = await measure(counted, { concurrency, milliseconds });
  const after = await readTaken(pid);
  return [
    { name, unit: '/s', value: perSecond },
    { name: `${name}, CPU of one`, unit: 'ms', value: (after.cpuMs - before.cpuMs) / times },
  ];
};

type Works = Readonly<Record<string, Work>>;

const pacesOf = async (works: Works, stack: Checkout, { milliseconds }: Plan): Promise<Measured[]> => {
  const paces: Measured[] = [];
  for (const [name, work] of Object.entries(works)) paces.push(...(await paceOf(name, work, stack, milliseconds)));
  return paces;
};

const cheapWorks = async (connection: Connection, users: number): Promise<Works> => {
  const { call } = connection;
  const scenarios = scenariosOf(connection, await makeSample(connection, sampled));
  const { poolId: UserPoolId } = await fillPool(connection, users);
  return {
    GetUser: scenario(scenarios, 'GetUser'),
    Refresh: scenario(scenarios, 'InitiateAuth REFRESH_TOKEN_AUTH'),
    'Sign-in, cheapest hash': scenario(scenarios, 'InitiateAuth USER_PASSWORD_AUTH'),
    'SignUp with its e-mail, cheapest hash': scenario(scenarios, 'SignUp'),
    [`ListUsers by e-mail, of ${users}`]: (turn: number) =>
      call('ListUsers', { UserPoolId, Filter: `email = "${personAt(turn % users).email}"` }, { signed: true }),
  };
};

const wholeWorks = async (connection: Connection): Promise<Works> => {
  const scenarios = scenariosOf(connection, await makeSample(connection, sampled));
  return { 'Sign-in, whole hash': scenario(scenarios, 'InitiateAuth USER_PASSWORD_AUTH') };
};

/** Operations a second over HTTP, sixteen at a time; each round has stacks of its own, one after the other. */
export const servedFigures = async (folders: Both<string>, plan: Plan): Promise<readonly Figure[]> => {
  const found = await alternate(plan.rounds, async (side) => [
    ...(await onStack(startCheckout(folders[side], { env: cheapest }), async (connection, stack) =>
      pacesOf(await cheapWorks(connection, plan.users), stack, plan),
    )),
    ...(await onStack(startCheckout(folders[side]), async (connection, stack) =>
      pacesOf(await wholeWorks(connection), stack, plan),
    )),
  ]);
  return toFigures(found);
};
