import { now } from '#shared/config/clock.ts';
import { keys } from '#shared/data/keys.ts';
import { table } from '#shared/data/table.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { hasPassword } from '#shared/domain/sign-in/next-step.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { withFirstProof } from '#shared/domain/users/first-proof.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { UserRecord } from '../users/users.ts';

/** The user after the first proof of an address, with what the sign-in may still rely on. */
export interface FirstProof {
  readonly user: User;
  readonly record: UserRecord;
  /** The writes that end other ways in. They are to be made together with the change of the user. */
  readonly ends: readonly Write[];
}

// A transaction takes a hundred writes. The change of the user and the tokens fit into the rest.
const atOnce = 40;

/**
 * Ends everything that was set before anybody verified an address, where a sign-in code confirms the user after a
 * sign-up. For somebody else may have signed up with that address. It ends the password, second factors, passkeys,
 * devices, sign-ins and codes under way, and every other address. Undefined where nothing ends: for a user who is
 * confirmed, for one who proved the password in the same sign-in, and in a strict pool.
 */
export const findFirstProof = async (
  pool: UserPool,
  record: UserRecord,
  trail: Trail,
  attribute: ContactAttribute,
): Promise<FirstProof | undefined> => {
  const { user, userKey } = record;
  if (user.status !== 'UNCONFIRMED' || hasPassword(trail) || pool.strict) return undefined;
  const own = keys.customSignIn(pool.id, userKey, trail.signInId).sk;
  const found = await userRepository().openings(pool.id, userKey);
  const ends = found.filter(({ sk }) => sk !== own).map((key): Write => ({ remove: key }));
  // What is too much for one transaction ends before it, so that nothing of it is left once the user is confirmed.
  while (ends.length > atOnce) await table().write(ends.splice(0, atOnce));
  return {
    user: withFirstProof(user, attribute, now()),
    record: {
      ...record,
      password: undefined,
      softwareToken: undefined,
      passkeys: [],
      recoveryCodes: undefined,
      codes: [],
    },
    ends,
  };
};
