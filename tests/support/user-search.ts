import { randomUUID } from 'node:crypto';
import { AdminCreateUserCommand, type UserType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, vi } from 'vitest';
import { adminClient } from './clients.ts';
import { callOwn } from './own-operations.ts';
import { itemsAbout, putItems } from './raw-table.ts';

/** One filter of SearchUsers. */
export interface SearchFilter {
  readonly Attribute: string;
  readonly Equals?: string;
  readonly StartsWith?: string;
  readonly AtLeast?: string;
  readonly AtMost?: string;
  readonly Exists?: boolean;
}

export interface SearchRequest {
  readonly Filters?: readonly SearchFilter[];
  readonly SortBy?: { readonly Attribute: string; readonly Order?: 'ASCENDING' | 'DESCENDING' };
  readonly Limit?: number;
  readonly NextToken?: string;
  readonly AttributesToGet?: readonly string[];
  readonly Count?: boolean;
}

export interface SearchAnswer {
  readonly Users: readonly UserType[];
  readonly Examined: number;
  readonly Count?: number;
  readonly CountedBy?: 'INDEX' | 'USERS';
  readonly NextToken?: string;
}

/** One page of SearchUsers. */
export const search = (UserPoolId: string, request: SearchRequest = {}): Promise<SearchAnswer> =>
  callOwn<SearchAnswer>('SearchUsers', { UserPoolId, ...request });

/** All pages of SearchUsers. */
export const searchPages = async (poolId: string, request: SearchRequest = {}): Promise<SearchAnswer[]> => {
  const pages: SearchAnswer[] = [];
  let NextToken: string | undefined;
  do {
    const page = await search(poolId, { ...request, ...(NextToken && { NextToken }) });
    pages.push(page);
    NextToken = page.NextToken;
  } while (NextToken);
  return pages;
};

/** Usernames of all pages, in their order. */
export const searchNames = async (poolId: string, request: SearchRequest = {}): Promise<string[]> =>
  (await searchPages(poolId, request)).flatMap(({ Users }) => Users.map(({ Username }) => Username ?? ''));

/** Makes a user with these attributes, without a message. */
export const addUser = async (
  UserPoolId: string,
  Username: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await adminClient().send(
    new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS', UserAttributes }),
  );
};

export interface SearchSettings {
  readonly SearchableAttributes: readonly { readonly Attribute: string; readonly Status: 'Indexing' | 'Ready' }[];
  readonly IndexedUsers?: number;
}

/** The indexed attributes of a pool. */
export const searchSettings = (UserPoolId: string): Promise<SearchSettings> =>
  callOwn<SearchSettings>('GetUserPoolSearchSettings', { UserPoolId });

/** Sets the indexed attributes of a pool. The change is two minutes old, so that the worker need not wait a minute. */
export const setSearchable = (UserPoolId: string, SearchableAttributes: readonly string[]): Promise<SearchSettings> =>
  callOwn<SearchSettings>('SetUserPoolSearchSettings', { UserPoolId, SearchableAttributes }, { ahead: -120_000 });

/** The same, and waits until all of them are ready. */
export const makeSearchable = async (poolId: string, attributes: readonly string[]): Promise<void> => {
  await setSearchable(poolId, attributes);
  await vi.waitFor(
    async () => {
      const { SearchableAttributes } = await searchSettings(poolId);
      expect(SearchableAttributes.map(({ Status }) => Status)).toEqual(attributes.map(() => 'Ready'));
    },
    { timeout: 180_000 },
  );
};

/** Begins to fill an index of an attribute, two minutes ago, without any worker knowing of it. */
export const beginIndexing = async (poolId: string, attribute: string): Promise<void> => {
  const pool = (await itemsAbout(`POOL#${poolId}`)).find(({ type }) => type === 'UserPool');
  if (!pool) throw new Error('There is no pool.');
  const search = { attributes: [{ attribute, slot: 1, generation: 1, isReady: false }], generations: 1 };
  const version = Number(Object(pool.data).version) + 1;
  const indexing = { poolId, id: randomUUID(), startedAt: Date.now() - 120_000, portions: 0, users: 0 };
  await putItems([
    { ...pool, data: { ...Object(pool.data), search, version } },
    {
      pk: `SEARCH#${poolId}`,
      sk: 'INDEXING',
      listPk: 'SEARCH_INDEXINGS',
      listSk: poolId,
      type: 'SearchIndexing',
      data: indexing,
    },
  ]);
};
