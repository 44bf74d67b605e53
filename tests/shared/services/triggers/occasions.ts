import type { PoolSettings, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { newUser } from '#tests/support/new-user.ts';

export const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** A pool with the given settings. */
export const poolWith = (settings: PoolSettings): UserPool => ({
  id: 'us-east-1_EXAMPLE01',
  name: 'test',
  settings,
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
});

/** What each call is told about its request. */
export const occasion = (settings: PoolSettings) => ({
  pool: poolWith(settings),
  clientId: '1example23456789',
  clientMetadata: undefined,
});

export const ada: User = newUser('us-east-1_EXAMPLE01', 'ada', {
  sub: '6f1c9d1e-2b5a-4a57-9a5e-0d5b4c1f0a11',
  attributes: { email: 'Ada@Example.com', email_verified: 'true' },
});
