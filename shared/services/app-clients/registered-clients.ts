/** App clients that registered themselves, as they are made, used and removed. Each holds one of the pool's places for them. */
import { createHmac, randomInt } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { clientRegistrationRepository } from '#shared/data/oauth/client-registration-repository.ts';
import { table } from '#shared/data/table.ts';
import { Conflict, retryOnConflict, type Write } from '#shared/data/write.ts';
import { networkOf, siteOf } from '#shared/domain/addresses/ip-address.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import {
  endAfterUse,
  isOver,
  isRegistered,
  type RegisteredClient,
} from '#shared/domain/app-clients/registered-client.ts';
import { type HeldPlace, placeToGiveAway } from '#shared/domain/app-clients/registration-places.ts';
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
const digestOf = async (pool: UserPool, network: string): Promise<string> =>
  createHmac('sha256', (await sealing().general(pool)).key('registrants'))
    .update(network)
    .digest('base64url');

/** What is counted of a registration, and who brought the client. */
export interface Counted {
  /** They throw LimitExceededException. */
  readonly writes: readonly Write[];
  /** A digest of the network that it comes from; undefined with an initial access token. */
  readonly network: string | undefined;
}

/**
 * Counts a registration of this hour: for its address, for its site and for the pool or, with an initial access token, for
 * the client that gave it.
 */
export const countRegistration = async (pool: UserPool, { sourceIp, admittedBy }: Registrant): Promise<Counted> => {
  const { hourly } = registrationSettings(pool);
  const { count } = clientRegistrationRepository();
  const more = { now: now(), refused: tooMany };
  // Whoever floods the pool does not keep those out who bring a token.
  if (admittedBy !== undefined) {
    return { writes: [count(`${pool.id}#${admittedBy}`, { ...more, most: hourly })], network: undefined };
  }
  const network = await digestOf(pool, networkOf(sourceIp));
  const site = siteOf(sourceIp);
  return {
    writes: [
      count(network, { ...more, most: hourlyByAddress }),
      // One subscriber may have thousands of the networks. They do not use up what the pool takes.
      ...(site === undefined ? [] : [count(await digestOf(pool, site), { ...more, most: Math.ceil(hourly / 2) })]),
      count(pool.id, { ...more, most: hourly }),
    ],
    network,
  };
};

interface Found {
  readonly slot: number;
  /** The client that loses the place. */
  readonly from?: HeldPlace['holder'];
}

// A free place is mostly found by a guess. Where it is not, all are looked at.
const findPlace = async (pool: UserPool, attempt: number): Promise<Found | undefined> => {
  const { mostClients } = registrationSettings(pool);
  if (attempt <= guesses) return { slot: randomInt(mostClients) };
  const held = (await clientRegistrationRepository().held(pool.id, now())).filter(({ slot }) => slot < mostClients);
  const taken = new Set(held.map(({ slot }) => slot));
  const free = Array.from({ length: mostClients }, (_none, slot) => slot).filter((slot) => !taken.has(slot));
  const slot = free[randomInt(Math.max(free.length, 1))];
  if (slot !== undefined) return { slot };
  const place = placeToGiveAway(held, attempt - guesses);
  return place && { slot: place.slot, from: place.holder };
};

/**
 * Makes a client that registers itself, together with what counts it, where the pool has room for it: a client that was
 * never used makes room. `make` gives the client for its place. Throws LimitExceededException where the pool has as many as it
 * may have, and Conflict where it has the client.
 */
export const createRegisteredClient = (
  pool: UserPool,
  { writes, network }: Counted,
  make: (slot: number) => RegisteredClient,
): Promise<RegisteredClient> =>
  retryOnConflict(
    async (attempt) => {
      const place = await findPlace(pool, attempt);
      if (!place) {
        // To find that out takes a look at every place. Nobody makes us look as often as they like.
        await table().write(writes);
        throw tooMany();
      }
      const { slot, from } = place;
      const client = make(slot);
      // Somebody else has just made it: it is known by its document.
      if (from?.clientId === client.id) throw new Conflict();
      await noteLogouts(pool, client);
      const held = () => new SlotTaken();
      const at = { poolId: pool.id, slot };
      const { expiresAt } = client.registration;
      const holder = { clientId: client.id, expiresAt, ...(network !== undefined && { unusedOf: network }) };
      await table().write([
        ...writes,
        ...(from
          ? [
              clientRegistrationRepository().takeOver(at, holder, from, held),
              appClientRepository().remove({ id: from.clientId }),
            ]
          : [clientRegistrationRepository().take(at, holder, now(), held)]),
        appClientRepository().createRegistered(client, now()),
      ]);
      if (from) forgetClient({ id: from.clientId });
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
