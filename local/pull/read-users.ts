/** Reads users by the API of Cognito, which both sides speak. */
import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  ListUsersInGroupCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ToldUser } from './pulled-user.ts';
import { everyOne, orNothing } from './read-pool.ts';

type Client = CognitoIdentityProviderClient;

/** A user with second factors, which no list tells; undefined where there is none of that very name. */
export const findUser = async (client: Client, UserPoolId: string, Username: string): Promise<ToldUser | undefined> => {
  try {
    const told = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    // Somebody else may have the name as an alias.
    return told.Username === Username ? told : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'UserNotFoundException') return undefined;
    throw error;
  }
};

/** All users of a pool, page by page. */
export async function* userPages(client: Client, UserPoolId: string): AsyncGenerator<readonly UserType[]> {
  let PaginationToken: string | undefined;
  do {
    const page = await client.send(new ListUsersCommand({ UserPoolId, Limit: 60, PaginationToken }));
    yield page.Users ?? [];
    ({ PaginationToken } = page);
  } while (PaginationToken);
}

/**
 * The groups of users, by username. They are asked for by group: that takes a call for sixty members, and not one for each
 * user.
 */
export const readMemberships = async (
  client: Client,
  UserPoolId: string,
  groups: Iterable<string>,
  onRead: (groups: number) => void = () => undefined,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, string[]>();
  let read = 0;
  for (const GroupName of groups) {
    const members = await everyOne(async (NextToken) => {
      const request = new ListUsersInGroupCommand({ UserPoolId, GroupName, Limit: 60, NextToken });
      const page = await orNothing(client.send(request));
      return { items: page?.Users, next: page?.NextToken };
    });
    for (const { Username = '' } of members) found.set(Username, [...(found.get(Username) ?? []), GroupName]);
    read += 1;
    onRead(read);
  }
  return found;
};
