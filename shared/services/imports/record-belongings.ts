import { now } from '#shared/config/clock.ts';
import { deviceRepository } from '#shared/data/users/device-repository.ts';
import { passkeyRepository } from '#shared/data/users/passkey-repository.ts';
import { recoveryCodeRepository } from '#shared/data/users/recovery-code-repository.ts';
import { softwareTokenRepository } from '#shared/data/users/software-token-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { isDeviceKey } from '#shared/domain/devices/device.ts';
import { toSecretVerifier } from '#shared/domain/devices/secret-verifier.ts';
import type { IdentifiedRecord } from '#shared/domain/imports/new-user.ts';
import { toTime } from '#shared/domain/imports/record-time.ts';
import { mostPasskeys } from '#shared/domain/passkeys/passkey.ts';
import { inUsualOrder, reasonAgainstHash } from '#shared/domain/passwords/hash.ts';
import { fromSecretCode } from '#shared/domain/totp/seed.ts';
import { passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { PasswordCredential, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Seal } from '../sealing/create-sealing.ts';

interface Owner {
  readonly pool: UserPool;
  readonly seal: Seal;
  readonly userKey: string;
  readonly user: User;
}

type RecordOf<Member extends keyof IdentifiedRecord> = NonNullable<IdentifiedRecord[Member]>;

const dayMs = 86_400_000;
// Stands for the sign-in that used up a recovery code.
const spentElsewhere = 'before the import';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertApart = (keys: readonly string[]): void => {
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`The record has ${twice} twice.`);
};

const assertHash = (hash: string): void => {
  const reason = reasonAgainstHash(hash);
  if (reason !== undefined) throw invalid(reason);
};

const verifierOf = ({ salt, verifier }: { readonly salt: string; readonly verifier: string }) =>
  toSecretVerifier({ PasswordVerifier: verifier, Salt: Buffer.from(salt, 'hex').toString('base64') });

const toCredential = ({ pool, seal, user }: Owner, given: RecordOf<'password'>): PasswordCredential => {
  const { srp, setAt, temporaryUntil } = given;
  const hash = inUsualOrder(given.hash);
  assertHash(hash);
  const proof = srp?.poolName === poolName(pool.id) ? { ...verifierOf(srp), userId: srp.userId } : undefined;
  const isTemporary = user.status === 'FORCE_CHANGE_PASSWORD';
  const until = temporaryUntil
    ? toTime(temporaryUntil)
    : now() + passwordPolicy(pool).temporaryPasswordValidityDays * dayMs;
  return {
    phc: hash,
    ...(proof && { srp: { ...proof, verifier: seal.seal('srp verifier', proof.verifier) } }),
    setAt: setAt === undefined ? now() : toTime(setAt),
    ...((isTemporary || temporaryUntil) && { temporaryUntil: until }),
  };
};

const softwareToken = ({ pool, seal, userKey, user }: Owner, given: RecordOf<'softwareToken'>): Write => {
  const { friendlyName, lastStep = 0 } = given;
  const seed = seal.seal('software token', fromSecretCode(given.seed));
  const token = { sub: user.sub, seed, lastStep, ...(friendlyName && { friendlyName }) };
  return softwareTokenRepository().put(pool.id, userKey, token);
};

const passkey = ({ pool, userKey, user }: Owner, { attachment, ...given }: RecordOf<'passkeys'>[number]): Write =>
  passkeyRepository().put(pool.id, userKey, {
    ...given,
    ...(attachment && { attachment }),
    sub: user.sub,
    publicKey: Buffer.from(given.publicKey, 'base64'),
    createdAt: toTime(given.createdAt),
  });

const device = ({ pool, seal, userKey, user }: Owner, given: RecordOf<'devices'>[number]): Write => {
  if (!isDeviceKey(given.key)) throw invalid(`${given.key} is no key of a device.`);
  const { salt, verifier } = verifierOf(given);
  const { key, groupKey, name, remembered, lastIpAddress } = given;
  return deviceRepository().put(pool.id, userKey, {
    key,
    groupKey,
    sub: user.sub,
    ...(name !== undefined && { name }),
    remembered,
    salt,
    verifier: seal.seal('device verifier', verifier),
    createdAt: toTime(given.createdAt),
    updatedAt: toTime(given.updatedAt),
    authenticatedAt: toTime(given.authenticatedAt),
    ...(lastIpAddress !== undefined && { lastIpAddress }),
  });
};

const recovery = ({ pool, seal, userKey, user }: Owner, given: RecordOf<'recoveryCodes'>): Write => {
  const states = Object.entries(given.codes).map(([digest, unspent]) => [digest, unspent || spentElsewhere] as const);
  const codes = {
    sub: user.sub,
    key: seal.seal('recovery codes', Buffer.from(given.key, 'base64')),
    codes: Object.fromEntries(states),
    createdAt: toTime(given.createdAt),
  };
  return recoveryCodeRepository().put(pool.id, userKey, codes, () => invalid('The user has later recovery codes.'));
};

const history = ({ pool, userKey }: Owner, hashes: readonly string[]): Write[] => {
  const { historySize } = passwordPolicy(pool);
  for (const hash of hashes) assertHash(hash);
  const remembered = hashes.slice(0, historySize);
  return remembered.length > 0 ? [userRepository().putPasswordHistory(pool.id, userKey, remembered)] : [];
};

/**
 * What a record says about a user in addition to profile, names and groups, as writes. Throws InvalidParameterException
 * for a hash that we cannot check, and for an invalid seed, key or verifier.
 */
export const recordBelongings = (owner: Owner, record: IdentifiedRecord): Write[] => {
  const {
    password,
    softwareToken: app,
    recoveryCodes: codes,
    passkeys: credentials = [],
    devices: known = [],
  } = record;
  if (credentials.length > mostPasskeys) throw invalid(`A user has ${mostPasskeys} passkeys at most.`);
  assertApart(credentials.map(({ credentialId }) => credentialId));
  assertApart(known.map(({ key }) => key));
  return [
    ...(password
      ? [userRepository().putPassword(owner.pool.id, owner.userKey, owner.user.sub, toCredential(owner, password))]
      : []),
    ...history(owner, password?.history ?? []),
    ...(app ? [softwareToken(owner, app)] : []),
    ...(codes ? [recovery(owner, codes)] : []),
    ...credentials.map((given) => passkey(owner, given)),
    ...known.map((given) => device(owner, given)),
  ];
};
