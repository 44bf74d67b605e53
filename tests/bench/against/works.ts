import type { Checkout } from '#tests/journey/checkout.ts';
import { type Connection, connect } from '../connection.ts';
import type { Work } from '../load.ts';
import { makeSample } from '../sample.ts';
import { fillPool } from '../scale/filled-pool.ts';
import { personAt } from '../scale/people.ts';
import { scenariosOf } from '../scenarios.ts';

/** Pieces of work by name. */
export type Works = Readonly<Record<string, Work>>;

/** How many ask at once. */
export const concurrency = 16;
const sampled = 64;

// One round of SHA-256 in place of Argon2id at its strength: what does not hash is to show.
export const cheapest = { ARGON2: '8,1,1' };

/** Works on a stack, and ends it. */
export const onStack = async <Value>(
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

const asked = {
  GetUser: 'GetUser',
  Refresh: 'InitiateAuth REFRESH_TOKEN_AUTH',
  'Sign-in, cheapest hash': 'InitiateAuth USER_PASSWORD_AUTH',
  'SignUp with its e-mail, cheapest hash': 'SignUp',
} as const;
/** What lists users. */
export const listing = 'ListUsers by e-mail';
/** What hashes passwords as it is. */
export const wholeSignIn = 'Sign-in, whole hash';

/** What is served with the cheapest hash. */
export const cheapWorks = async (
  connection: Connection,
  users: number,
): Promise<Readonly<Record<keyof typeof asked | typeof listing, Work>>> => {
  const { call } = connection;
  const scenarios = scenariosOf(connection, await makeSample(connection, sampled));
  const { poolId: UserPoolId } = await fillPool(connection, users);
  const work = (name: keyof typeof asked): Work => scenario(scenarios, asked[name]);
  return {
    GetUser: work('GetUser'),
    Refresh: work('Refresh'),
    'Sign-in, cheapest hash': work('Sign-in, cheapest hash'),
    'SignUp with its e-mail, cheapest hash': work('SignUp with its e-mail, cheapest hash'),
    'ListUsers by e-mail': (turn) =>
      call('ListUsers', { UserPoolId, Filter: `email = "${personAt(turn % users).email}"` }, { signed: true }),
  };
};

/** What is served with the hash as it is. */
export const wholeWorks = async (connection: Connection): Promise<Works> => {
  const scenarios = scenariosOf(connection, await makeSample(connection, sampled));
  return { [wholeSignIn]: scenario(scenarios, 'InitiateAuth USER_PASSWORD_AUTH') };
};
