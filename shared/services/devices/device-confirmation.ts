import { timingSafeEqual } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { deviceRepository } from '#shared/data/users/device-repository.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import type { SecretVerifier } from '#shared/domain/devices/secret-verifier.ts';
import { deviceTracking } from '#shared/domain/user-pools/factors.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { TokenCaller } from '../callers/access-token.ts';
import type { Seal } from '../sealing/create-sealing.ts';
import { sealing } from '../sealing/sealing.ts';

/** What a device says about itself. */
export interface Candidate extends SecretVerifier {
  readonly deviceKey: string;
  readonly name: string | undefined;
  readonly sourceIp: string | undefined;
}

const invalidKey = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Invalid device key given.');

const keyExists = (): CognitoException =>
  new CognitoException('DeviceKeyExistsException', 'A device with the given key already exists.');

const isSame = (seal: Seal, device: Device, { salt, verifier }: Candidate): boolean => {
  const known = seal.open('device verifier', device.verifier);
  return device.salt === salt && known?.length === verifier.length && timingSafeEqual(known, verifier);
};

/**
 * Confirms the device to which a sign-in offered a key. This works once, so that a token of that sign-in cannot bring
 * back a device that was forgotten. The same request again is no error. Throws InvalidParameterException for a key of
 * another sign-in, DeviceKeyExistsException for another secret.
 */
export const confirmDevice = async (
  { pool, userKey, user, family }: TokenCaller,
  candidate: Candidate,
): Promise<Device> => {
  const offered = family.device;
  if (offered?.key !== candidate.deviceKey) throw invalidKey();
  const seal = await sealing().general(pool);
  if (offered.isConfirmed) {
    const device = await deviceRepository().find(pool.id, userKey, offered.key);
    if (device?.sub !== user.sub) throw invalidKey();
    if (!isSame(seal, device, candidate)) throw keyExists();
    return device;
  }
  const { salt, verifier, name, sourceIp } = candidate;
  const device: Device = {
    key: offered.key,
    groupKey: offered.groupKey,
    sub: user.sub,
    remembered: deviceTracking(pool)?.asksUser === false,
    salt,
    verifier: seal.seal('device verifier', verifier),
    createdAt: now(),
    updatedAt: now(),
    authenticatedAt: family.authTime,
    ...(name !== undefined && { name }),
    ...(sourceIp !== undefined && { lastIpAddress: sourceIp }),
  };
  await table().write([
    deviceRepository().create(pool.id, userKey, device, keyExists),
    tokenFamilyRepository().confirmDevice(pool.id, userKey, family.id, keyExists),
  ]);
  return device;
};
