import { bounded, type Key } from './keys.ts';

const registrationPartition = (poolId: string): string => `REGISTRATIONS#${poolId}`;

/** Prefix of the sort keys of a pool's places for clients that registered themselves. */
export const registrationSlots = 'S#';

/** The keys of what OAuth requests leave behind. Most functions need none of them. */
export const oauthKeys = {
  /** An assertion by which that app client proved itself. */
  clientAssertion: (clientId: string, jti: string): Key => ({
    pk: `ASSERTION#${clientId}#${bounded(jti)}`,
    sk: 'USED',
  }),
  /** A token of another issuer that counted once in that pool. */
  trustedAssertion: (poolId: string, issuer: string, jti: string): Key => ({
    pk: `TRUSTED#${poolId}#${bounded(`${issuer} ${jti}`)}`,
    sk: 'USED',
  }),
  /** The places of clients that registered themselves, and what one of them holds. */
  registrationPartition,
  registrationSlot: (poolId: string, slot: number): Key => ({
    pk: registrationPartition(poolId),
    sk: `${registrationSlots}${String(slot).padStart(5, '0')}`,
  }),
  /** Registrations of an hour, which is given in hours since the epoch: of a pool, or from one address, by its digest. */
  registrations: (of: string, hour: number): Key => ({ pk: `REGISTERED#${of}`, sk: `${hour}` }),
  /** A proof that somebody has the key with that thumbprint. */
  dpopProof: (jkt: string, jti: string): Key => ({ pk: `DPOP#${jkt}#${bounded(jti)}`, sk: 'USED' }),
  /** A reference to a pushed request for authorization that was used. */
  pushedRequest: (poolId: string, id: string): Key => ({ pk: `PUSHED#${poolId}#${id}`, sk: 'USED' }),
  /** A sign-in on an app's own pages, by the digest of its id. */
  transaction: (poolId: string, digest: string): Key => ({ pk: `TRANSACTION#${poolId}#${digest}`, sk: 'CONFIG' }),
  /** A request of a device, by the code that its user types. */
  deviceRequest: (userCode: string): Key => ({ pk: `DEVICE_REQUEST#${userCode}`, sk: 'CONFIG' }),
  /** Wrong codes that came from one network in an hour, which is given in hours since the epoch. */
  deviceGuesses: (network: string, hour: number): Key => ({ pk: `DEVICE_GUESSES#${bounded(network)}`, sk: `${hour}` }),
};
