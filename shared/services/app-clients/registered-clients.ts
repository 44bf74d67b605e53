/** App clients that registered themselves, as they are made, used and removed. Each holds one of the pool's places for them. */
import { createHmac, randomInt } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { clientRegistrationRepository } from '#shared/data/oauth/client-registration-repository.ts';
import { table } from '#shared/data/table.ts';
import { Conflict, retryOnConflict, type Write } from '#shared/data/write.ts';
import { networkOf } from '#shared/domain/addresses/ip-address.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import {
  endAfterUse,
  isOver,
  isRegistered,
  type RegisteredClient,
} from '#shared/domain/app-clients/registered-client.ts';
import { registrationSettings } from '#shared/domain/user-pools/registration-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type ClientRecord, forgetClient } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import { noteLogouts } from './logout-clients.ts';

/** Who registers a client. */
export interface Registrant {
  readonly sourceIp: string;
  /** The client whose initial access token it showed. */
  readonly admittedBy: string | undefined;
}

/** How many clients one address, or one /64 network of IPv6, may register in an hour without an initial access token. */
const hourlyByAddress = 20;
const guesses = 2;

class SlotTaken extends Error {}
class ClientGone extends Error {}

const tooMany = (): CognitoException =>
  new CognitoException('LimitExceededException', 'Too many clients have registered. Try again later.');

// Addresses are personal data: the table has a digest under the pool's key.
const addressOf = async (pool: UserPool, sourceIp: string): Promise<string> =>
  createHmac('sha256', (await sealing().general(pool)).key('registrants'))
    .update(networkOf(sourceIp))
    .digest('base64url');

/**
 * The writes that count a registration of this hour: for its address and for the pool or, with an initial access token, for
 * the client that gave it. They throw LimitExceededException.
 */
export const registrationCounts = async (
  pool: UserPool,
  { sourceIp, admittedBy }: Registrant,
): Promise<readonly Write[]> => {
  const { hourly } = registrationSettings(pool);
  const { count } = clientRegistrationRepository();
  const more = { now: now(), refused: tooMany };
  // Whoever floods the pool does not keep those out who bring a token.
  if (admittedBy !== undefined) return [count(`${pool.id}#${admittedBy}`, { ...more, most: hourly })];
  return [
    count(await addressOf(pool, sourceIp), { ...more, most: hourlyByAddress }),
    count(pool.id, { ...more, most: hourly }),
  ];
};

// A free place is mostly found by a guess. Where it is not, all are looked at.
const findSlot = async (pool: UserPool, attempt: number): Promise<number> => {
  const { mostClients } = registrationSettings(pool);
  if (attempt <= guesses) return randomInt(mostClients);
  const held = await clientRegistrationRepository().held(pool.id, now());
  const free = Array.from({ length: mostClients }, (_none, slot) => slot).filter((slot) => !held.has(slot));
  const slot = free[randomInt(Math.max(free.length, 1))];
  if (slot === undefined) throw tooMany();
  return slot;
};

/**
 * Makes a client that registers itself, together with `writes`, where the pool has room for it. `make` gives it for its
 * place. Throws LimitExceededException where the pool has as many as it may have, and Conflict where it has the client.
 */
export const createRegisteredClient = (
  pool: UserPool,
  writes: readonly Write[],
  make: (slot: number) => RegisteredClient,
): Promise<RegisteredClient> =>
  retryOnConflict(
    async (attempt) => {
      const client = make(await findSlot(pool, attempt));
      const { slot, expiresAt } = client.registration;
      await noteLogouts(pool, client);
      const place = { poolId: pool.id, slot };
      const held = () => new SlotTaken();
      await table().write([
        ...writes,
        clientRegistrationRepository().take(place, { clientId: client.id, expiresAt }, now(), held),
        appClientRepository().createRegistered(client, now()),
      ]);
      forgetClient(client);
      return client;
    },
    { tries: 8, isConflict: (error) => error instanceof SlotTaken },
  ).catch((error: unknown) => {
    throw error instanceof SlotTaken ? tooMany() : error;
  });

/** Notes that a client which registered itself was used: it is kept for longer. Most uses write nothing. */
export const noteUse = async ({ pool, client }: Pick<ClientRecord, 'pool' | 'client'>): Promise<void> => {
  if (!isRegistered(client)) return;
  const expiresAt = endAfterUse(client, registrationSettings(pool), now());
  if (expiresAt === undefined) return;
  const place = { poolId: pool.id, slot: client.registration.slot };
  const gone = () => new ClientGone();
  try {
    await table().write([
      appClientRepository().keep(client, expiresAt, gone),
      clientRegistrationRepository().keep(place, { clientId: client.id, expiresAt }, gone),
    ]);
    forgetClient(client);
  } catch (error) {
    if (!(error instanceof ClientGone)) throw error;
  }
};

/** The writes that free the place of a client; none where it has no place any more. */
export const slotRemoval = (client: AppClient): readonly Write[] =>
  isRegistered(client) && !isOver(client, now())
    ? [
        clientRegistrationRepository().free(
          { poolId: client.poolId, slot: client.registration.slot },
          client.id,
          () => new Conflict(),
        ),
      ]
    : [];
