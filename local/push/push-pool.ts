/** Makes at Cognito what a pool here is, and says what could not be made. */
import type { CognitoIdentityProviderClient, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { isSame, updatableClientOf, updatableOf } from '../pull/comparable.ts';
import type { Note } from '../pull/notes.ts';
import { bringUpToDate } from '../pull/parts.ts';
import type { PoolFacts } from '../pull/pool-facts.ts';
import { partsOf } from '../pull/pool-parts.ts';
import { readPool } from '../pull/read-pool.ts';
import { findOrMakeClients, findOrMakePool, markTag } from './made-pool.ts';
import type { KeptState } from './push-state.ts';
import { type RefusedSettings, settle } from './settle.ts';
import { translated, withoutProviderGroups } from './translated.ts';

const none: ReadonlyMap<string, never> = new Map<string, never>();

const withoutClients = (facts: PoolFacts): PoolFacts => ({
  ...facts,
  clients: none,
  secrets: none,
  domains: none,
  looks: none,
  brandings: none,
  terms: none,
  risks: none,
  groups: none,
  logs: [],
});

// No function of the pool is called for users who are made, and no message goes out through one.
const quiet = ({ pool, ...facts }: PoolFacts, mark: string): PoolFacts => {
  const { LambdaConfig: _functions, ...rest } = pool;
  return { ...facts, pool: { ...rest, UserPoolTags: { ...pool.UserPoolTags, [markTag]: mark } } };
};

const refusedNotes = (whose: string, refused: readonly RefusedSettings[]): readonly Note[] =>
  refused.map(({ members, why }) => ({
    about: 'settings',
    what: `${members.join(', ')} of ${whose} is not taken: ${why}`,
    todo: 'Set it there by hand, within what Cognito allows.',
  }));

const without = <Whole extends object>(whole: Whole, refused: readonly RefusedSettings[]): Whole => {
  const kept = { ...whole };
  for (const name of refused.flatMap(({ members }) => members)) Reflect.deleteProperty(kept, name);
  return kept;
};

const read = async (target: CognitoIdentityProviderClient, poolId: string): Promise<PoolFacts> => {
  const facts = await readPool(target, poolId);
  if (!facts) throw new Error(`The new pool ${poolId} is gone. Remove the report to begin anew.`);
  return withoutProviderGroups(facts);
};

const inMessages = [['SmsConfiguration', 'SmsAuthenticationMessage']];

const settlePool = async (target: CognitoIdentityProviderClient, facts: PoolFacts, here: PoolFacts) => {
  const wanted = updatableOf(facts.pool);
  if (isSame(wanted, updatableOf(here.pool))) return { pool: facts.pool, notes: [] };
  const set = (settings: object) => target.send(new UpdateUserPoolCommand({ UserPoolId: here.pool.Id, ...settings }));
  const refused = await settle({ ...wanted }, set, inMessages);
  const pool: UserPoolType = without(facts.pool, refused);
  return { pool, notes: refusedNotes('the pool', refused) };
};

const inOAuth = [
  [
    'AllowedOAuthFlows',
    'AllowedOAuthFlowsUserPoolClient',
    'AllowedOAuthScopes',
    'CallbackURLs',
    'DefaultRedirectURI',
    'LogoutURLs',
    'SupportedIdentityProviders',
  ],
  ['AccessTokenValidity', 'IdTokenValidity', 'RefreshTokenValidity', 'TokenValidityUnits'],
];

const settleClients = async (target: CognitoIdentityProviderClient, facts: PoolFacts, here: PoolFacts) => {
  const notes: Note[] = [];
  const clients = new Map(facts.clients);
  for (const [ClientId, client] of facts.clients) {
    const present = here.clients.get(ClientId);
    const wanted = updatableClientOf(client);
    if (!present || isSame(wanted, updatableClientOf(present))) continue;
    const asked = { UserPoolId: here.pool.Id, ClientId };
    const set = (settings: object) => target.send(new UpdateUserPoolClientCommand({ ...asked, ...settings }));
    const refused = await settle({ ...wanted }, set, inOAuth);
    if (refused.length === 0) continue;
    notes.push(...refusedNotes(`the app client ${client.ClientName}`, refused));
    const { UserPoolClient } = await target.send(new DescribeUserPoolClientCommand(asked));
    clients.set(ClientId, UserPoolClient ?? client);
  }
  return { clients, notes };
};

/** The sides of a push without users. */
export interface PoolSides {
  readonly target: CognitoIdentityProviderClient;
  readonly facts: PoolFacts;
  readonly state: KeptState;
}

const aboutPushing = (notes: readonly Note[]): readonly Note[] =>
  notes.map((note) => ({
    ...note,
    what: note.what
      .replace(/(is|are) not here as (it is|they are) there/, '$1 not there as $2 here')
      .replace('Here and not there', 'There and not here'),
    todo: note.todo.replace('pull again', 'push again').replace('by pulling', 'by pushing'),
  }));

/** Makes the pool with everything but its users and functions. Gives what was refused. */
export const pushPool = async ({ target, facts, state }: PoolSides): Promise<readonly Note[]> => {
  const poolId = await findOrMakePool(target, facts, state);
  const silent = quiet(facts, state.now().mark);
  const there = translated(silent, poolId, {});
  const settled = await settlePool(target, there, await read(target, poolId));
  const first = withoutClients({ ...there, pool: settled.pool });
  // App clients name providers and scopes, so these come first.
  await bringUpToDate(partsOf(target, { there: first, here: await read(target, poolId) }), false);
  const made = await findOrMakeClients(target, facts, state);
  const all = translated({ ...silent, pool: { ...settled.pool, Id: poolId } }, poolId, state.now().clients);
  const clients = await settleClients(target, all, await read(target, poolId));
  const here = await read(target, poolId);
  const { notes } = await bringUpToDate(partsOf(target, { there: { ...all, clients: clients.clients }, here }), false);
  const present = await read(target, poolId);
  state.change({
    clients: Object.fromEntries(
      Object.entries(state.now().clients).map(([formerId, { name, clientId }]) => {
        const clientSecret = present.clients.get(clientId)?.ClientSecret;
        return [formerId, { name, clientId, ...(clientSecret !== undefined && { clientSecret }) }];
      }),
    ),
  });
  return [...settled.notes, ...made.notes, ...clients.notes, ...aboutPushing(notes)];
};

/** Has the pool call its functions, and takes the mark of an unfinished push from it. Gives what was refused. */
export const finishPool = async ({ target, facts, state }: PoolSides): Promise<readonly Note[]> => {
  const poolId = state.now().poolId ?? '';
  const there = translated(facts, poolId, state.now().clients);
  const { notes } = await settlePool(target, there, await read(target, poolId));
  // What was refused before is refused again, and noted already.
  return notes.filter(({ what }) => what.startsWith('LambdaConfig'));
};
