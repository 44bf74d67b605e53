/** Registers passkeys of signed-in users. */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { table } from '#shared/data/table.ts';
import { passkeyRepository } from '#shared/data/users/passkey-repository.ts';
import { UserChanged, userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { friendlyName } from '#shared/domain/passkeys/friendly-names.ts';
import { creationOptions } from '#shared/domain/passkeys/options.ts';
import { mostPasskeys, type Passkey } from '#shared/domain/passkeys/passkey.ts';
import { verifyRegistration } from '#shared/domain/passkeys/registration.ts';
import { findRelyingParty, type RelyingParty, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { sealing } from '../sealing/sealing.ts';
import { users } from '../users/users.ts';
import { type Registration, toRegistration } from './credentials.ts';
import { logRefusal } from './log-refusal.ts';
import {
  assertRegistrationChallenge,
  assertUnused,
  type PasskeyHolder,
  toRegistrationChallenge,
} from './registration-challenge.ts';

const getRelyingParty = (pool: UserPool): RelyingParty => {
  if (!poolFirstFactors(pool).includes('WEB_AUTHN')) {
    throw new CognitoException('WebAuthnNotEnabledException', 'WebAuthn is not enabled for the user pool.');
  }
  const relyingParty = findRelyingParty(pool, environment().issuerOrigin);
  if (relyingParty) return relyingParty;
  throw new CognitoException('WebAuthnConfigurationMissingException', 'The user pool has no relying party.');
};

const assertRoom = (present: readonly Passkey[]): void => {
  if (present.length < mostPasskeys) return;
  throw new CognitoException('LimitExceededException', `A user has ${mostPasskeys} passkeys at most.`);
};

const isSame = (one: Passkey, { credentialId, publicKey }: Pick<Passkey, 'credentialId' | 'publicKey'>): boolean =>
  one.credentialId === credentialId && Buffer.from(one.publicKey).equals(publicKey);

const made = async (holder: PasskeyHolder, given: Registration) => {
  const { pool, user } = holder;
  const relyingParty = getRelyingParty(pool);
  const seal = await sealing().general(pool);
  let givenAt = 0;
  const assertChallenge = (challenge: string): void => {
    givenAt = assertRegistrationChallenge(seal, holder, challenge);
  };
  const expected = { relyingParty, assertChallenge };
  const { aaguid, ...credential } = await verifyRegistration(given, expected).catch((error: unknown) => {
    logRefusal(pool, error);
    throw error;
  });
  const passkey: Passkey = {
    ...credential,
    sub: user.sub,
    transports: given.transports,
    ...(given.attachment && { attachment: given.attachment }),
    friendlyName: friendlyName(aaguid),
    relyingPartyId: relyingParty.id,
    createdAt: now(),
  };
  return { passkey, givenAt };
};

/** Throws WebAuthnNotEnabledException, WebAuthnConfigurationMissingException, LimitExceededException. */
export const startPasskeyRegistration = async (holder: PasskeyHolder): Promise<ReturnType<typeof creationOptions>> => {
  const { pool, user, userKey } = holder;
  const relyingParty = getRelyingParty(pool);
  const all = await passkeyRepository().all(pool.id, userKey);
  const own = all.filter(({ sub }) => sub === user.sub);
  assertRoom(own);
  const challenge = toRegistrationChallenge(await sealing().general(pool), holder);
  return creationOptions({ relyingParty, user, challenge, present: usablePasskeys(own, relyingParty) });
};

/**
 * Registers what a browser made from the options. The same passkey again changes nothing. Throws the WebAuthn exception
 * for whatever does not fit, LimitExceededException.
 */
export const completePasskeyRegistration = async (holder: PasskeyHolder, credential: unknown): Promise<void> => {
  const { pool, userKey } = holder;
  const { passkey, givenAt } = await made(holder, toRegistration(credential));
  await retryOnConflict(async () => {
    const record = await users().getByKey(pool, userKey);
    if (record.user.sub !== passkey.sub) {
      throw new CognitoException('UserNotFoundException', 'User does not exist.');
    }
    if (record.passkeys.some((one) => isSame(one, passkey))) return;
    assertUnused(holder, givenAt, record.passkeys);
    assertRoom(record.passkeys);
    await table().write([
      // By the user's version, one of two registrations at once succeeds, and the other counts the passkeys again.
      userRepository().update(pool, record.user, userKey),
      passkeyRepository().create(pool.id, userKey, passkey, () => new UserChanged()),
    ]);
  });
};
