/**
 * Custom sign-ins that wait for an answer. They are sealed, in the store, and each of their states accepts one answer.
 */
import { now } from '#shared/config/clock.ts';
import { customSignInRepository } from '#shared/data/users/custom-sign-in-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import type { AskingSignIn, CustomSignIn } from '#shared/domain/custom-challenges/custom-sign-in.ts';
import type { Answered } from '#shared/domain/sign-in/next-step.ts';
import type { Sealed } from '#shared/domain/user-pools/user-pool.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { sealing } from '../../sealing/sealing.ts';

/** Identifies a custom sign-in. */
interface Where {
  readonly app: ClientRecord;
  readonly userKey: string;
  readonly signInId: string;
}

// Longer than any Session lasts.
const spareMs = 60_000;

const isCustomSignIn = (value: unknown): value is CustomSignIn =>
  typeof value === 'object' && value !== null && 'round' in value && 'past' in value;

const open = async ({ app: { pool } }: Where, sealed: Sealed): Promise<CustomSignIn> => {
  const plain = (await sealing().general(pool)).open('custom sign-in', sealed);
  const signIn: unknown = plain && JSON.parse(plain.toString());
  if (!isCustomSignIn(signIn)) throw new Error('A custom sign-in does not open.');
  return signIn;
};

/** The write with which it waits for the answer to its challenge. */
export const keepCustomSignIn = async (
  { app: { pool, client }, userKey, signInId }: Where,
  signIn: AskingSignIn,
): Promise<Write> => {
  const sealed = (await sealing().general(pool)).seal('custom sign-in', JSON.stringify(signIn));
  const waiting = { round: signIn.round, waitsFor: signIn.asked.name, sealed };
  const expiresAt = now() + challengeLifetime(client) * 1000 + spareMs;
  return customSignInRepository().put(pool.id, userKey, signInId, waiting, expiresAt);
};

/** The sign-in that waits for an answer which is known to be right. Throws NotAuthorizedException where none does. */
export const readCustomSignIn = async (where: Where, waitsFor: Answered): Promise<CustomSignIn> =>
  open(where, await customSignInRepository().read(where.app.pool.id, where.userKey, where.signInId, waitsFor));

/**
 * The sign-in that waits for the answer of that round, to be judged once. Throws NotAuthorizedException where that was
 * done already.
 */
export const claimCustomSignIn = async (where: Where, round: number): Promise<CustomSignIn> =>
  open(where, await customSignInRepository().claim(where.app.pool.id, where.userKey, where.signInId, round));
