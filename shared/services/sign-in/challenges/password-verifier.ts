import { now } from '#shared/config/clock.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import { requiredParameter, requiredUsername } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { decoyVerifier } from '#shared/domain/srp/decoy.ts';
import { claimKey, isClaimSignature, startExchange } from '#shared/domain/srp/server.ts';
import { assertTimestamp, isTimely, toTimestamp } from '#shared/domain/srp/timestamp.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { standsForAnother } from '#shared/domain/users/names.ts';
import type { SrpCredential } from '#shared/domain/users/user.ts';
import { assertSecretHash } from '../../app-clients/client-secrets.ts';
import type { Seal, Sealing } from '../../sealing/create-sealing.ts';
import { sealing } from '../../sealing/sealing.ts';
import { type NobodyRecord, type UserRecord, users } from '../../users/users.ts';
import { assertConfirmed, assertNotLockedOut, passwordFailed, passwordSucceeded, unknownUser } from '../attempts.ts';
import { noteFailure } from '../password-proof.ts';
import type { Challenge } from '../sign-in.ts';
import { openExchange, toSecretBlock } from '../srp-exchange.ts';
import { assertSameUser } from '../usernames.ts';

interface Verifier {
  readonly userId: string;
  readonly salt: string;
  readonly verifier: Buffer;
}

// The decoy for an unknown user is opened like a user's verifier. It is sealed for both, so that both have the same
// work.
const openVerifier = (seal: Seal, srp: SrpCredential | undefined, standIn: Buffer): Buffer => {
  const sealed = seal.seal('srp verifier', standIn);
  const verifier = seal.open('srp verifier', srp?.verifier ?? sealed);
  if (!verifier) throw new Error('An SRP verifier does not open.');
  return verifier;
};

const verifierOf = (seal: Seal, pool: UserPool, { userKey, ...found }: UserRecord | NobodyRecord): Verifier => {
  // The decoy is made for known users, too, so that their first answer takes no less work than an unknown user's. It is
  // made of the folded name, since for a known user the answer is the same however the name is typed.
  const decoy = decoyVerifier({ secret: seal.key('decoys'), poolName: poolName(pool.id), username: userKey });
  // An alias stands for a username that the caller does not know. For an unknown user it is a UUID, as it can be for a
  // known one.
  const userId = !found.user && standsForAnother(pool, userKey) ? decoy.userId : userKey;
  const srp = found.user && found.password?.srp;
  const verifier = openVerifier(seal, srp, decoy.verifier);
  return srp
    ? { userId: srp.userId, salt: srp.salt, verifier }
    : { userId, salt: decoy.salt.toString('hex'), verifier };
};

export const createPasswordVerifier = (sealing: () => Pick<Sealing, 'general'>): Challenge => ({
  /** PASSWORD_VERIFIER: our side of an SRP exchange. It is sealed into SECRET_BLOCK, so nothing is stored. */
  ask: async ({ app: { pool, client }, record, trail, parameters }) => {
    const seal = await sealing().general(pool);
    const { userId, salt, verifier } = verifierOf(seal, pool, record);
    const { A, b, u, srpB } = startExchange({ verifier, a: requiredParameter(parameters, 'SRP_A') });
    const block = toSecretBlock(seal, {
      A,
      b,
      u,
      trail,
      clientId: client.id,
      userKey: record.userKey,
      userId,
      sub: record.user?.sub ?? '',
      expiresAt: now() + challengeLifetime(client) * 1000,
    });
    return {
      // In a plain SRP sign-in, the answer needs nothing but the block.
      ...(trail.flow === 'USER_SRP_AUTH' && { hasSession: false }),
      parameters: {
        SALT: salt,
        SECRET_BLOCK: block.toString('base64'),
        SRP_B: srpB,
        USERNAME: userId,
        USER_ID_FOR_SRP: userId,
      },
    };
  },

  /** The client's proof that it knows the password of the SRP exchange. */
  answer: async ({ app, side, parameters, clientMetadata, origin }) => {
    const { pool } = app;
    const username = requiredUsername(parameters);
    const secretBlock = Buffer.from(requiredParameter(parameters, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');
    const signature = requiredParameter(parameters, 'PASSWORD_CLAIM_SIGNATURE');
    const signedAt = assertTimestamp(requiredParameter(parameters, 'TIMESTAMP'));
    const timestamp = toTimestamp(signedAt);

    const seal = await sealing().general(pool);
    const exchange = openExchange(seal, app, secretBlock);
    const record = await users().findByKey(pool, exchange.userKey);
    const { userId } = exchange;
    const names = record.user ? [username, record.user.username, record.user.sub] : [username, userId, userId];
    await assertSecretHash(app, parameters.SECRET_HASH, names);
    assertSameUser(pool, record, username, exchange.userId);
    assertNotLockedOut(app, record);
    assertConfirmed({ app, record, side }, exchange.trail);

    // Without a verifier, the same work is done with the group element at hand, and its result is ignored.
    const verifier = openVerifier(seal, record.user && record.password?.srp, exchange.A);
    const key = claimKey({ verifier, A: exchange.A, b: exchange.b, u: exchange.u });
    const claim = { key, poolName: poolName(pool.id), userId: exchange.userId, secretBlock, timestamp, signature };
    const proven = isClaimSignature(claim);
    const hasVerifier = record.user !== undefined && record.password?.srp !== undefined;
    const right = proven && hasVerifier && record.user.sub === exchange.sub && isTimely(signedAt, now());
    if (!right) {
      await noteFailure({ app, record, side, origin }, exchange.trail, 'Password');
      throw await passwordFailed(app, record);
    }
    if (!record.user || !record.password) throw unknownUser(app);

    await passwordSucceeded(app, record);
    const trail = withProof(exchange.trail, 'PASSWORD_VERIFIER', parameters.DEVICE_KEY);
    return { app, side, trail, record, username, parameters, origin, clientMetadata, writes: [] };
  },
});

export const passwordVerifier = createPasswordVerifier(sealing);
