/** Users with everything that belongs to them, opened. */
import { type DeviceRepository, deviceRepository } from '#shared/data/users/device-repository.ts';
import { type NameFacts, userRepository } from '#shared/data/users/user-repository.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import type { Group } from '#shared/domain/groups/group.ts';
import { isOf } from '#shared/domain/groups/group.ts';
import { toTimeText } from '#shared/domain/imports/record-time.ts';
import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import type { RecoveryCodes } from '#shared/domain/recovery-codes/recovery-codes.ts';
import type { SoftwareToken } from '#shared/domain/totp/software-token.ts';
import { toSecretCode } from '#shared/domain/totp/totp.ts';
import { poolName, type Sealed, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { PasswordCredential, User } from '#shared/domain/users/user.ts';
import type { Seal, SealPurpose } from '../sealing/create-sealing.ts';
import { sealing } from '../sealing/sealing.ts';

/** Something of a user cannot be opened, so that the export cannot be complete. */
export class Unexportable extends Error {
  override readonly name = 'Unexportable';
}

interface Wanted {
  readonly pool: UserPool;
  readonly userKey: string;
  /** Only memberships in these groups count. */
  readonly groups: ReadonlyMap<string, Group>;
}

// Each sign-in may leave a device, of up to seven kilobytes. No user's line may be longer than an import can read.
const mostDevices = 1000;

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const opener =
  (seal: Seal, user: User) =>
  (purpose: SealPurpose, sealed: Sealed): Buffer => {
    const plain = seal.open(purpose, sealed);
    if (!plain) throw new Unexportable(`The ${purpose} of the user ${user.sub} does not open.`);
    return plain;
  };

type Open = ReturnType<typeof opener>;

const toPassword = (
  pool: UserPool,
  open: Open,
  { phc, srp, setAt, temporaryUntil }: PasswordCredential,
  history: readonly string[],
): UserRecordLine['password'] => ({
  hash: phc,
  ...(srp && {
    srp: {
      poolName: poolName(pool.id),
      userId: srp.userId,
      salt: srp.salt,
      verifier: toBase64(open('srp verifier', srp.verifier)),
    },
  }),
  setAt: toTimeText(setAt),
  ...(temporaryUntil !== undefined && { temporaryUntil: toTimeText(temporaryUntil) }),
  ...(history.length > 0 && { history: [...history] }),
});

const toSoftwareToken = (open: Open, token: SoftwareToken): UserRecordLine['softwareToken'] => ({
  seed: toSecretCode(open('software token', token.seed)),
  ...(token.friendlyName !== undefined && { friendlyName: token.friendlyName }),
  lastStep: token.lastStep,
});

const toPasskey = ({ sub: _sub, publicKey, createdAt, transports, ...passkey }: Passkey) => ({
  ...passkey,
  publicKey: toBase64(publicKey),
  transports: [...transports],
  createdAt: toTimeText(createdAt),
});

const toDevice = (open: Open, { sub: _sub, verifier, ...device }: Device) => ({
  ...device,
  verifier: toBase64(open('device verifier', verifier)),
  createdAt: toTimeText(device.createdAt),
  updatedAt: toTimeText(device.updatedAt),
  authenticatedAt: toTimeText(device.authenticatedAt),
});

// Codes that came from another pool have that pool's key.
const toRecoveryCodes = (
  seal: Seal,
  open: Open,
  { key, codes, createdAt }: RecoveryCodes,
): UserRecordLine['recoveryCodes'] => ({
  key: toBase64(key ? open('recovery codes', key) : seal.key('recovery codes').export()),
  codes: Object.fromEntries(Object.entries(codes).map(([digest, state]) => [digest, state === true])),
  createdAt: toTimeText(createdAt),
});

// Users may have attributes that the pool got after the export began.
const attributesOf = ({ schema }: UserPool, { attributes }: User): Record<string, string> => {
  const names = new Set(schema.map(({ name }) => name));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.has(name)));
};

const toAcceptedTerms = (accepted: NonNullable<User['acceptedTerms']>): UserRecordLine['acceptedTerms'] =>
  accepted.map(({ updatedAt, acceptedAt, ...terms }) => ({
    ...terms,
    updatedAt: toTimeText(updatedAt),
    acceptedAt: toTimeText(acceptedAt),
  }));

const toIdentities = (identities: NonNullable<User['identities']>): UserRecordLine['identities'] =>
  identities.map(({ createdAt, ...identity }) => ({ ...identity, createdAt: toTimeText(createdAt) }));

const toVoucher = ({ at, ...voucher }: NonNullable<User['emailFrom']>): UserRecordLine['emailFrom'] => ({
  ...voucher,
  ...(at !== undefined && { at: toTimeText(at) }),
});

const toProfile = (pool: UserPool, user: User, groups: ReadonlyMap<string, Group>): UserRecordLine => {
  const inGroups = user.groups.flatMap((membership) => {
    const group = groups.get(membership.name);
    return group && isOf(group, membership) ? [group.name] : [];
  });
  return {
    type: 'user',
    username: user.username,
    sub: user.sub,
    status: user.status,
    enabled: user.enabled,
    existing: true,
    attributes: attributesOf(pool, user),
    ...(Object.keys(user.pending).length > 0 && { pending: { ...user.pending } }),
    createdAt: toTimeText(user.createdAt),
    updatedAt: toTimeText(user.updatedAt),
    ...(inGroups.length > 0 && { groups: inGroups }),
    ...(user.mfa && {
      mfa: {
        enabled: [...user.mfa.enabled],
        ...(user.mfa.preferred && { preferred: user.mfa.preferred }),
      },
    }),
    ...(user.acceptedTerms && { acceptedTerms: toAcceptedTerms(user.acceptedTerms) }),
    ...(user.passwordDisabled && { passwordDisabled: true as const }),
    ...(user.awaitsMigration && { awaitsMigration: true as const }),
    ...(user.identities?.length && { identities: toIdentities(user.identities) }),
    ...(user.unlinked && { unlinked: [...user.unlinked] }),
    ...(user.emailFrom && { emailFrom: toVoucher(user.emailFrom) }),
  };
};

const allDevices = async (poolId: string, userKey: string): Promise<readonly Device[]> => {
  const found: Device[] = [];
  let start: Awaited<ReturnType<DeviceRepository['page']>>['next'];
  do {
    const page = await deviceRepository().page(poolId, userKey, { limit: 100, start });
    found.push(...page.devices);
    start = page.next;
  } while (start);
  return found;
};

// An earlier user of the same name may have left something that is not this user's.
const isTheirs = (user: User) => (thing: { readonly sub: string }) => thing.sub === user.sub;

const factors = (seal: Seal, open: Open, user: User, facts: NameFacts): Partial<UserRecordLine> => {
  const passkeys = facts.passkeys.filter(isTheirs(user));
  const { softwareToken: token, recoveryCodes: codes } = facts;
  return {
    ...(token && isTheirs(user)(token) && { softwareToken: toSoftwareToken(open, token) }),
    ...(passkeys.length > 0 && { passkeys: passkeys.map(toPasskey) }),
    ...(codes && isTheirs(user)(codes) && { recoveryCodes: toRecoveryCodes(seal, open, codes) }),
  };
};

/** Undefined where the user is gone. Throws Unexportable. */
export const findUserRecords = async ({ pool, userKey, groups }: Wanted): Promise<UserRecordLine | undefined> => {
  const [facts, kept, history, seal] = await Promise.all([
    userRepository().read(pool, userKey),
    allDevices(pool.id, userKey),
    userRepository().passwordHistory(pool.id, userKey),
    sealing().general(pool),
  ]);
  const { user, password } = facts;
  if (!user) return undefined;
  const open = opener(seal, user);
  const theirs = kept
    .filter(isTheirs(user))
    .sort((one, other) => other.authenticatedAt - one.authenticatedAt)
    .slice(0, mostDevices);
  return {
    ...toProfile(pool, user, groups),
    ...(password && { password: toPassword(pool, open, password, history) }),
    ...factors(seal, open, user, facts),
    ...(theirs.length > 0 && { devices: theirs.map((device) => toDevice(open, device)) }),
  };
};
