import { once } from '#shared/config/once.ts';
import type { HeldPlace, PlaceHolder } from '#shared/domain/app-clients/registration-places.ts';
import { removePartition } from '../bulk-removal.ts';
import { oauthKeys, registrationSlots } from '../oauth-keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

interface Place {
  readonly poolId: string;
  readonly slot: number;
}

interface More {
  /** Epoch milliseconds. */
  readonly now: number;
  /** How many there may be in the hour, this one included. */
  readonly most: number;
  readonly refused: () => Error;
}

const hourMs = 3_600_000;

const put = ({ poolId, slot }: Place, holder: PlaceHolder): Pick<Extract<Write, { put: unknown }>, 'put'> => ({
  put: toItem('RegistrationSlot', oauthKeys.registrationSlot(poolId, slot), holder, { ttl: ttl(holder.expiresAt) }),
});

/**
 * Numbered places of a pool for clients that registered themselves. As there are only so many, no count of them can be wrong
 * after some have expired.
 */
export const clientRegistrationRepository = once(() => ({
  /** The places that are held. It reads all of them. */
  held: async (poolId: string, now: number): Promise<readonly HeldPlace[]> => {
    const items = await table().partition(oauthKeys.registrationPartition(poolId), registrationSlots);
    return items
      .map((item) => ({
        slot: Number(String(item.sk).slice(registrationSlots.length)),
        holder: fromItem<PlaceHolder>('RegistrationSlot', item),
      }))
      .filter(({ holder }) => holder.expiresAt > now);
  },

  /** Takes a place; `refused` gives the error where it is held. */
  take: (place: Place, holder: PlaceHolder, now: number, refused: () => Error): Write => ({
    ...put(place, holder),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.expiresAt <= :now',
      names: { '#data': 'data' },
      values: { ':now': now },
      refused,
    },
  }),

  /** Takes the place of that client, which was never used; `refused` gives the error where it is used or gone by now. */
  takeOver: (place: Place, holder: PlaceHolder, from: PlaceHolder, refused: () => Error): Write => ({
    ...put(place, holder),
    when: {
      expression: '#data.clientId = :from AND attribute_exists(#data.unusedOf)',
      names: { '#data': 'data' },
      values: { ':from': from.clientId },
      refused,
    },
  }),

  /** Holds a place for longer; `refused` gives the error where another client has it. */
  keep: (place: Place, holder: PlaceHolder, refused: () => Error): Write => ({
    ...put(place, holder),
    when: {
      expression: '#data.clientId = :client',
      names: { '#data': 'data' },
      values: { ':client': holder.clientId },
      refused,
    },
  }),

  /** Frees the place of that client; `refused` gives the error where another client has it. */
  free: ({ poolId, slot }: Place, clientId: string, refused: () => Error): Write => ({
    remove: oauthKeys.registrationSlot(poolId, slot),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.clientId = :client',
      names: { '#data': 'data' },
      values: { ':client': clientId },
      refused,
    },
  }),

  /** Removes the places of a deleted pool. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), oauthKeys.registrationPartition(poolId), isLate),

  /** Counts a registration of that pool or address in this hour. */
  count: (of: string, { now, most, refused }: More): Write => {
    const hour = Math.floor(now / hourMs);
    return {
      update: oauthKeys.registrations(of, hour),
      expression: 'ADD #count :one SET #type = :type, #ttl = :ttl',
      names: { '#count': 'count', '#type': 'type', '#ttl': 'ttl' },
      // Kept for one more hour, as the clock of another request may be behind.
      values: { ':one': 1, ':type': 'RegistrationCount', ':ttl': ttl((hour + 2) * hourMs) },
      when: {
        expression: 'attribute_not_exists(#count) OR #count < :most',
        names: { '#count': 'count' },
        values: { ':most': most },
        refused,
      },
    };
  },
}));
