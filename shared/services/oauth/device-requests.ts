/** Requests of devices that have no browser, and what becomes of them: RFC 8628. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { deviceRequestRepository } from '#shared/data/oauth/device-request-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import {
  type DeviceApproval,
  type DeviceRequest,
  deviceLifetimeMs,
  newUserCode,
  pollInterval,
} from '#shared/domain/oauth/device-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';

/** What a device code says. To everybody else it is opaque. */
interface DeviceCode {
  readonly userCode: string;
  readonly id: string;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const isDeviceCode = (value: unknown): value is DeviceCode =>
  typeof value === 'object' && value !== null && 'userCode' in value && 'id' in value && 'expiresAt' in value;

class CodeTaken extends Error {}

const tries = { tries: 5, isConflict: (error: unknown) => error instanceof CodeTaken };

/** Makes a request of a device: the code for its user, and the one by which it asks. One write. */
export const newDeviceRequest = async (
  { pool, client }: ClientRecord,
  { scopes, resource }: Pick<AuthorizationRequest, 'scopes' | 'resource'>,
): Promise<{ readonly userCode: string; readonly deviceCode: string }> => {
  const request: DeviceRequest = {
    id: randomUUID(),
    clientId: client.id,
    poolId: pool.id,
    scopes,
    ...(resource !== undefined && { resource }),
    status: 'pending',
    polledAt: 0,
    expiresAt: now() + deviceLifetimeMs,
  };
  const userCode = await retryOnConflict(async () => {
    const code = newUserCode();
    await table().write([deviceRequestRepository().create(code, request, now(), () => new CodeTaken())]);
    return code;
  }, tries);
  const { id, clientId, expiresAt } = request;
  const content: DeviceCode = { userCode, id, clientId, expiresAt };
  const sealed = (await sealing().general(pool)).seal('device code', JSON.stringify(content));
  return { userCode, deviceCode: sealed.toString('base64url') };
};

const invalidGrant = (): OAuthError => new OAuthError('invalid_grant');

const openDeviceCode = async ({ pool, client }: ClientRecord, text: string): Promise<DeviceCode> => {
  const plain = (await sealing().general(pool)).open('device code', Buffer.from(text, 'base64url'));
  const code: unknown = plain && JSON.parse(plain.toString());
  if (!isDeviceCode(code) || code.clientId !== client.id) throw invalidGrant();
  if (code.expiresAt <= now()) throw new OAuthError('expired_token');
  return code;
};

/** Something else than to wait on. */
class Answered extends Error {
  readonly found: DeviceRequest | undefined;

  constructor(found: DeviceRequest | undefined) {
    super('The device does not wait.');
    this.found = found;
  }
}

const poll = async ({ userCode, id }: DeviceCode): Promise<DeviceRequest | undefined> => {
  const notSince = now() - pollInterval * 1000;
  try {
    await table().write([
      deviceRequestRepository().poll(userCode, id, now(), notSince, (found) => new Answered(found)),
    ]);
  } catch (error) {
    if (error instanceof Answered) return error.found;
    throw error;
  }
  throw new OAuthError('authorization_pending');
};

/** A request that its user has approved. */
export interface ApprovedRequest extends DeviceRequest {
  readonly approval: DeviceApproval;
  /** The write that spends it. */
  readonly spend: Write;
}

/**
 * The approved request of a device that asks for its tokens. One write, also while it has to wait: that keeps the time. Throws
 * authorization_pending, slow_down, access_denied, expired_token, and invalid_grant. RFC 8628 section 3.5.
 */
export const approvedRequest = async (app: ClientRecord, deviceCode: string): Promise<ApprovedRequest> => {
  const code = await openDeviceCode(app, deviceCode);
  const found = await poll(code);
  if (found?.id !== code.id || found.status === 'spent') throw invalidGrant();
  if (found.status === 'pending') throw new OAuthError('slow_down');
  const { approval } = found;
  if (!approval) throw new OAuthError('access_denied');
  return { ...found, approval, spend: deviceRequestRepository().spend(code.userCode, code.id, invalidGrant) };
};

const hourMs = 3_600_000;
const mostGuesses = 30;

const unknownCode = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'The device code is unknown.');

/**
 * The request that waits under a code which somebody typed. One request of the store, and one write for a wrong code: from
 * one network, there are 30 in an hour at most. Throws CodeMismatchException, and LimitExceededException.
 */
export const findByUserCode = async (userCode: string | undefined, network: string): Promise<DeviceRequest> => {
  // What no code can be is no guess.
  if (userCode === undefined) throw unknownCode();
  const hour = Math.floor(now() / hourMs);
  const { request, guesses } = await deviceRequestRepository().findWithGuesses(userCode, network, hour);
  if (guesses >= mostGuesses) throw new CognitoException('LimitExceededException', 'Too many wrong codes.');
  if (request && request.status === 'pending' && request.expiresAt > now()) return request;
  await table().write([deviceRequestRepository().countGuess(network, hour, (hour + 2) * hourMs)]);
  throw unknownCode();
};

/** Notes the user's answer: `approval`, or undefined to deny it. Throws CodeMismatchException where it came too late. */
export const answerDevice = async (
  userCode: string,
  { id, expiresAt }: DeviceRequest,
  approval: DeviceApproval | undefined,
  writes: readonly Write[],
): Promise<void> => {
  if (expiresAt <= now()) throw unknownCode();
  await table().write([...writes, deviceRequestRepository().answer(userCode, id, approval, unknownCode)]);
};
