import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { aPrefix, createDomain } from './domains.ts';
import { makeOAuthApp, type OAuthApp, onPages } from './oauth.ts';
import { makePool, type TestPool } from './pools.ts';

/** Gives a pool a domain with the pages of managed login. The deployment's own host shows the same ones. */
export const withManagedLogin = async <Pool extends Pick<TestPool, 'poolId'>>(
  pool: Pool,
): Promise<Pool & { readonly prefix: string }> => {
  const prefix = aPrefix();
  await createDomain(pool.poolId, prefix, { ManagedLoginVersion: 2 });
  return { ...pool, prefix };
};

/** A pool with managed login and a client that signs in there. */
export const makeManagedPool = async (
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<TestPool & { readonly prefix: string }> => withManagedLogin(await makePool(pool, { ...onPages, ...client }));

/** The same, with a user who has the usual password. */
export const makeManagedApp = async (
  client: Partial<CreateUserPoolClientCommandInput> = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
): Promise<OAuthApp & { readonly prefix: string }> => withManagedLogin(await makeOAuthApp(client, pool));

/** What is wrong, as a managed page tells it: above its form and beside its fields. */
export const complaintsIn = (page: string): readonly string[] => {
  const above = /<div class="alert" role="alert">(.*?)<\/div>/s.exec(page)?.[1] ?? '';
  const beside = [...page.matchAll(/<p class="complaint"[^>]*>([^<]*)<\/p>/g)].map(([, text = '']) => text);
  return [...[...above.matchAll(/<p>([^<]*)<\/p>/g)].map(([, text = '']) => text), ...beside];
};
