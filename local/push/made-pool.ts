/** The pool at Cognito and its app clients: made once, however often the push is run again. */
import {
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  type SchemaAttributeType,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettingsOf, formOf } from '../pull/comparable.ts';
import type { Note } from '../pull/notes.ts';
import { isRefusal } from '../pull/parts.ts';
import type { PoolFacts } from '../pull/pool-facts.ts';
import { schemaOf } from '../pull/pool-manifest.ts';
import { everyOne } from '../pull/read-pool.ts';
import type { KeptState } from './push-state.ts';

/** The tag of a pool whose push is not finished. */
export const markTag = 'gatehouse:push';

const customPrefix = /^(?:dev:)?custom:/;

// What every pool has anyway is not named.
const isUsual = ({
  Name = '',
  Required,
  Mutable,
  StringAttributeConstraints: limits,
}: SchemaAttributeType): boolean => {
  if (customPrefix.test(Name) || Required || Mutable === false) return false;
  return !limits || Name === 'birthdate' || (limits.MinLength === '0' && limits.MaxLength === '2048');
};

/** The schema of a pool as CreateUserPool takes it. */
export const schemaToMake = (pool: UserPoolType): SchemaAttributeType[] =>
  schemaOf(pool)
    .filter((attribute) => attribute.Name !== 'sub' && !isUsual(attribute))
    .map((attribute) => ({ ...attribute, Name: attribute.Name?.replace(customPrefix, '') }));

const findMade = async (
  target: CognitoIdentityProviderClient,
  name: string | undefined,
  mark: string,
): Promise<string | undefined> => {
  const pools = await everyOne(async (NextToken) => {
    const answer = await target.send(new ListUserPoolsCommand({ MaxResults: 60, NextToken }));
    return { items: answer.UserPools, next: answer.NextToken };
  });
  for (const { Id, Name } of pools) {
    if (Name !== name) continue;
    const { UserPool } = await target.send(new DescribeUserPoolCommand({ UserPoolId: Id }));
    if (UserPool?.UserPoolTags?.[markTag] === mark) return Id;
  }
  return undefined;
};

/** The id of the new pool, which is made where it is not there yet. It has its name, its schema and a mark. */
export const findOrMakePool = async (
  target: CognitoIdentityProviderClient,
  { pool }: PoolFacts,
  state: KeptState,
): Promise<string> => {
  const { poolId, mark } = state.now();
  if (poolId !== undefined) return poolId;
  const made =
    (await findMade(target, pool.Name, mark)) ??
    (
      await target.send(
        new CreateUserPoolCommand({
          PoolName: pool.Name,
          ...formOf(pool),
          Schema: schemaToMake(pool),
          UserPoolTags: { [markTag]: mark },
        }),
      )
    ).UserPool?.Id;
  if (made === undefined) throw new Error('The new pool was given no id.');
  state.change({ poolId: made });
  return made;
};

const nameOf = ({ ClientName = '' }: UserPoolClientType): string => ClientName;

const makeClient = async (
  target: CognitoIdentityProviderClient,
  UserPoolId: string,
  client: UserPoolClientType,
): Promise<UserPoolClientType | undefined> => {
  const { ClientName, ClientSecret } = client;
  const named = { UserPoolId, ClientName, ...(ClientSecret !== undefined && { ClientSecret }) };
  try {
    const all = { ...clientSettingsOf(client), ...named };
    return (await target.send(new CreateUserPoolClientCommand(all))).UserPoolClient;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // Its settings follow one by one, and its secret, if it may have that.
    const bare = { UserPoolId, ClientName, GenerateSecret: ClientSecret !== undefined };
    return (await target.send(new CreateUserPoolClientCommand(bare))).UserPoolClient;
  }
};

/** The app clients of the new pool by their former ids. Those that are not there yet are made. */
export const findOrMakeClients = async (
  target: CognitoIdentityProviderClient,
  { clients }: PoolFacts,
  state: KeptState,
): Promise<{ readonly notes: readonly Note[] }> => {
  const UserPoolId = state.now().poolId;
  if (UserPoolId === undefined) throw new Error('There is no new pool yet.');
  const present = await everyOne(async (NextToken) => {
    const answer = await target.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60, NextToken }));
    return { items: answer.UserPoolClients, next: answer.NextToken };
  });
  const notes: Note[] = [];
  for (const [formerId, client] of clients) {
    const known = state.now().clients;
    if (known[formerId]) continue;
    const claimed = new Set(Object.values(known).map(({ clientId }) => clientId));
    // One that was made when the last run ended has that name, and nobody's place in the report.
    const left = present.find(
      ({ ClientId = '', ClientName }) => ClientName === nameOf(client) && !claimed.has(ClientId),
    );
    try {
      const made = left ?? (await makeClient(target, UserPoolId, client));
      const { ClientId: clientId = '' } = made ?? {};
      state.change({ clients: { ...known, [formerId]: { name: nameOf(client), clientId } } });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      notes.push({
        about: 'app client',
        what: `The app client ${formerId} (${nameOf(client)}) was not made: ${error.message}`,
        todo: 'Mend what stands in its way and push again, or make it by hand.',
      });
    }
  }
  return { notes };
};
