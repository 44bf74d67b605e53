import { randomUUID } from 'node:crypto';
import type { Answer, Connection } from '../connection.ts';
import { password } from '../sample.ts';
import { type FilledPool, holders } from './filled-pool.ts';
import { type Person, personAt } from './people.ts';

/** Something that is done with a pool again and again. `turn` numbers the times. */
export interface Act {
  readonly name: string;
  readonly run: (connection: Connection, turn: number) => Promise<Answer>;
}

const signed = { signed: true } as const;
const own = { signed: true, own: true } as const;

// Deep enough: after so many pages, one is no longer near the beginning.
const deepestPage = 1000;

/** The token of the last page but one, which is full, or of the thousandth page. */
const deepToken = async ({ call }: Connection, UserPoolId: string): Promise<string> => {
  const tokens: string[] = [];
  for (let page = 1; page <= deepestPage; page++) {
    const { PaginationToken: next } = await call('ListUsers', { UserPoolId, PaginationToken: tokens.at(-1) }, signed);
    if (typeof next !== 'string') break;
    tokens.push(next);
  }
  const token = tokens.at(-2);
  if (token === undefined) throw new Error('The pool has two pages only.');
  return token;
};

const subOf = async ({ call }: Connection, UserPoolId: string, Username: string): Promise<string> => {
  const { UserAttributes } = await call('AdminGetUser', { UserPoolId, Username }, signed);
  const attributes: readonly { readonly Name: string; readonly Value: string }[] = Object(UserAttributes);
  return attributes.find(({ Name }) => Name === 'sub')?.Value ?? '';
};

/** What is measured in a pool. Goes to a deep page first. */
export const actsOf = async (connection: Connection, pool: FilledPool): Promise<readonly Act[]> => {
  const { poolId: UserPoolId, clientId: ClientId, size } = pool;
  const able = holders(size);
  const holderAt = (turn: number): Person => personAt(able[turn % able.length] ?? 0);
  const anyoneAt = (turn: number): Person => personAt((turn * 7919) % size);
  const PaginationToken = await deepToken(connection, UserPoolId);
  const sub = await subOf(connection, UserPoolId, personAt(0).username);

  const list = (name: string, filterOf: (turn: number) => string): Act => ({
    name: `ListUsers, ${name}`,
    run: ({ call }, turn) => call('ListUsers', { UserPoolId, Filter: filterOf(turn) }, signed),
  });
  const search = (name: string, askOf: (turn: number) => object): Act => ({
    name: `SearchUsers, ${name}`,
    run: ({ call }, turn) => call('SearchUsers', { UserPoolId, ...askOf(turn) }, own),
  });
  const signIn = (name: string, nameOf: (person: Person) => string): Act => ({
    name: `sign-in by ${name}`,
    run: ({ call }, turn) =>
      call('InitiateAuth', {
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: nameOf(holderAt(turn)), PASSWORD: password },
      }),
  });

  return [
    signIn('username', ({ username }) => username),
    signIn('email, an alias', ({ email }) => email),
    {
      name: 'sign-up',
      run: ({ call }) => {
        const Username = `new-${randomUUID()}`;
        const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
        return call('SignUp', { ClientId, Username, Password: password, UserAttributes });
      },
    },
    {
      name: 'AdminGetUser',
      run: ({ call }, turn) => call('AdminGetUser', { UserPoolId, Username: anyoneAt(turn).username }, signed),
    },
    { name: 'ListUsers, a first page', run: ({ call }) => call('ListUsers', { UserPoolId }, signed) },
    {
      name: 'ListUsers, a deep page',
      run: ({ call }) => call('ListUsers', { UserPoolId, PaginationToken }, signed),
    },
    list('username = one', (turn) => `username = "${anyoneAt(turn).username}"`),
    list('username ^= a few', (turn) => `username ^= "${anyoneAt(turn).username.slice(0, 13)}"`),
    list('sub = one', () => `sub = "${sub}"`),
    list('email = one', (turn) => `email = "${anyoneAt(turn).email}"`),
    list('email ^= a few', (turn) => `email ^= "${anyoneAt(turn).email.slice(0, 13)}"`),
    list('phone_number = one', (turn) => `phone_number = "${anyoneAt(turn).phoneNumber}"`),
    list('name ^= many', () => 'name ^= "Ada"'),
    list('given_name = many', () => 'given_name = "Grace"'),
    list('family_name ^= many', () => 'family_name ^= "Ho"'),
    list('preferred_username = none', () => 'preferred_username = "nobody"'),
    list('cognito:user_status = many', () => 'cognito:user_status = "RESET_REQUIRED"'),
    list('status = nearly all', () => 'status = "Enabled"'),
    search('one by email', (turn) => ({ Filters: [{ Attribute: 'email', Equals: anyoneAt(turn).email }] })),
    search('sorted by family name', () => ({ SortBy: { Attribute: 'family_name' } })),
    search('one condition without an index', () => ({
      Filters: [
        { Attribute: 'given_name', Equals: 'Grace' },
        { Attribute: 'nickname', Equals: 'Hopper' },
      ],
    })),
    search('how many in a range', () => ({
      Filters: [{ Attribute: 'username', AtLeast: 'user-80', AtMost: 'user-8000f' }],
      Count: true,
    })),
  ];
};
