/** Custom sign-ins while they wait for an answer: sealed, in the store, each of their states good for one answer. */
import { now } from '#shared/config/clock.ts';
import { customSignInRepository } from '#shared/data/users/custom-sign-in-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import type { AskingSignIn, CustomSignIn } from '#shared/domain/custom-challenges/custom-sign-in.ts';
import type { Answered } from '#shared/domain/sign-in/next-step.ts';
import type { Sealed } from '#shared/domain/user-pools/user-pool.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { sealing } from '../../sealing/sealing.ts';

/** Whose custom sign-in it is. */
interface Where {
  readonly app: ClientRecord;
  readonly userKey: string;
  readonly signInId: string;
}

// Beyond what any Session lasts.
const spareMs = 60_000;

const isCustomSignIn = (value: unknown): value is CustomSignIn =>
  typeof value === 'object' && value !== null && 'round' in value && 'past' in value;

const open = async ({ app: { pool } }: Where, sealed: Sealed): Promise<CustomSignIn> => {
  const plain = (await sealing().general(pool)).open('custom sign-in', sealed);
  const signIn: unknown = plain && JSON.parse(plain.toString());
  if (!isCustomSignIn(signIn)) throw new Error('A custom sign-in does not open.');
  return signIn;
};

/** The write that lets it wait for the answer to the challenge that it asks. */
export const keepCustomSignIn = async (
  { app: { pool, client }, userKey, signInId }: Where,
  signIn: AskingSignIn,
): Promise<Write> => {
  const sealed = (await sealing().general(pool)).seal('custom sign-in', JSON.stringify(signIn));
  const waiting = { round: signIn.round, waitsFor: signIn.asked.name, sealed };
  const expiresAt = now() + challengeLifetime(client) * 1000 + spareMs;
  return customSignInRepository().put(pool.id, userKey, signInId, waiting, expiresAt);
};

/** What waits for an answer that is known to be right. Throws NotAuthorizedException where nothing does. */
export const readCustomSignIn = async (where: Where, waitsFor: Answered): Promise<CustomSignIn> =>
  open(where, await customSignInRepository().read(where.app.pool.id, where.userKey, where.signInId, waitsFor));

/** What waits for the answer of that round, to be judged once. Throws NotAuthorizedException where it was already. */
export const claimCustomSignIn = async (where: Where, round: number): Promise<CustomSignIn> =>
  open(where, await customSignInRepository().claim(where.app.pool.id, where.userKey, where.signInId, round));
