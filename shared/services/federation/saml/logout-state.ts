/** What comes back from a provider after a logout: where the browser goes next. Nothing is stored. */
import { now } from '#shared/config/clock.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { type ClientRecord, cachedPool } from '../../directory/directory.ts';
import { sealing } from '../../sealing/sealing.ts';

/** The app that a logout began at, and where its browser goes afterwards: undefined where no app wants it back. */
interface SealedState {
  readonly clientId: string;
  readonly location?: string;
  readonly expiresAt: number;
}

/** What follows a logout. */
export type AfterLogout = Pick<SealedState, 'clientId' | 'location'> & { readonly pool: UserPool };

const purpose = 'saml logout';
const lifetimeMs = 300_000;

/** RelayState for a logout, which counts for five minutes. It begins with the id of the pool. */
export const sealLogout = async (
  { pool, client }: Pick<ClientRecord, 'pool' | 'client'>,
  location: string | undefined,
): Promise<string> => {
  const state: SealedState = {
    clientId: client.id,
    ...(location !== undefined && { location }),
    expiresAt: now() + lifetimeMs,
  };
  const sealed = (await sealing().general(pool)).seal(purpose, JSON.stringify(state));
  return `${pool.id}.${sealed.toString('base64url')}`;
};

const isState = (value: unknown): value is SealedState =>
  typeof value === 'object' &&
  value !== null &&
  'expiresAt' in value &&
  typeof value.expiresAt === 'number' &&
  'clientId' in value &&
  typeof value.clientId === 'string';

const form = /^([\w-]{1,55}_[0-9a-zA-Z]{1,55})\.([\w-]+)$/;

const poolOf = async (id: string): Promise<UserPool | undefined> => {
  try {
    return (await cachedPool(id)).pool;
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

/** What RelayState says after a logout; undefined for one that is over, or none of ours. */
export const openLogout = async (relayState: string): Promise<AfterLogout | undefined> => {
  const [, poolId = '', sealed = ''] = form.exec(relayState) ?? [];
  const pool = poolId === '' ? undefined : await poolOf(poolId);
  const plain = pool && (await sealing().general(pool)).open(purpose, Buffer.from(sealed, 'base64url'));
  const state: unknown = plain && JSON.parse(plain.toString());
  if (!pool || !isState(state) || state.expiresAt <= now()) return undefined;
  const { clientId, location } = state;
  return { pool, clientId, ...(location !== undefined && { location }) };
};
