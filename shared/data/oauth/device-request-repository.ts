import { once } from '#shared/config/once.ts';
import type { DeviceApproval, DeviceRequest } from '#shared/domain/oauth/device-request.ts';
import { oauthKeys } from '../oauth-keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { FoundItem, Write } from '../write.ts';

const type = 'DeviceRequest';

type Refused = (found: DeviceRequest | undefined) => Error;

const toRequest = (item: FoundItem | undefined): DeviceRequest | undefined =>
  item && fromItem<DeviceRequest>(type, item);

const names = { '#data': 'data', '#status': 'status' };

/** Requests of devices, by the codes that people type. */
export const deviceRequestRepository = once(() => ({
  /** Makes it; `refused` gives the error where another one that still waits has the code. */
  create: (userCode: string, request: DeviceRequest, now: number, refused: () => Error): Write => ({
    put: toItem(type, oauthKeys.deviceRequest(userCode), request, { ttl: ttl(request.expiresAt) }),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.expiresAt <= :now',
      names: { '#data': 'data' },
      values: { ':now': now },
      refused,
    },
  }),

  /** The request, and how many wrong codes came from that network in that hour. One request. */
  findWithGuesses: async (
    userCode: string,
    network: string,
    hour: number,
  ): Promise<{ readonly request: DeviceRequest | undefined; readonly guesses: number }> => {
    const [request, counted] = await table().getAll([
      oauthKeys.deviceRequest(userCode),
      oauthKeys.deviceGuesses(network, hour),
    ]);
    return { request: toRequest(request), guesses: Number(counted?.count ?? 0) };
  },

  /** Counts a wrong code. */
  countGuess: (network: string, hour: number, keptUntil: number): Write => ({
    update: oauthKeys.deviceGuesses(network, hour),
    expression: 'SET #type = :type, #ttl = :ttl, #count = if_not_exists(#count, :none) + :one',
    names: { '#type': 'type', '#ttl': 'ttl', '#count': 'count' },
    values: { ':type': 'DeviceGuesses', ':ttl': ttl(keptUntil), ':none': 0, ':one': 1 },
  }),

  /**
   * The device asks, not sooner than it may, while nobody has answered. Otherwise nothing is written, and `refused` gives the
   * error for what was found.
   */
  poll: (userCode: string, id: string, now: number, notSince: number, refused: Refused): Write => ({
    update: oauthKeys.deviceRequest(userCode),
    expression: 'SET #data.polledAt = :now',
    names,
    values: { ':now': now },
    when: {
      expression: '#data.id = :id AND #data.#status = :pending AND #data.polledAt <= :notSince',
      names,
      values: { ':id': id, ':pending': 'pending', ':notSince': notSince },
      refused: (found) => refused(toRequest(found)),
      tellsFound: true,
    },
  }),

  /** The user's answer: `approval`, or none to deny it. Once; `refused` gives the error afterwards. */
  answer: (userCode: string, id: string, approval: DeviceApproval | undefined, refused: () => Error): Write => ({
    update: oauthKeys.deviceRequest(userCode),
    expression: approval ? 'SET #data.#status = :status, #data.approval = :approval' : 'SET #data.#status = :status',
    names,
    values: { ':status': approval ? 'approved' : 'denied', ...(approval && { ':approval': approval }) },
    when: {
      expression: '#data.id = :id AND #data.#status = :pending',
      names,
      values: { ':id': id, ':pending': 'pending' },
      refused,
    },
  }),

  /** The device gets its tokens. Once; `refused` gives the error afterwards. */
  spend: (userCode: string, id: string, refused: () => Error): Write => ({
    update: oauthKeys.deviceRequest(userCode),
    expression: 'SET #data.#status = :status',
    names,
    values: { ':status': 'spent' },
    when: {
      expression: '#data.id = :id AND #data.#status = :approved',
      names,
      values: { ':id': id, ':approved': 'approved' },
      refused,
    },
  }),
}));
