import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { challengeLifetime, hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { decoyVerifier } from '#shared/domain/srp/decoy.ts';
import { startExchange } from '#shared/domain/srp/server.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { standsForAnother } from '#shared/domain/users/names.ts';
import type { ClientSecrets } from '../../app-clients/client-secrets.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Triggers } from '../../triggers/triggers.ts';
import type { NobodyRecord, UserRecord, Users } from '../../users/users.ts';
import { type Attempts, unknownUser } from '../attempts.ts';
import type { StartFlow } from '../sign-in.ts';
import { toSecretBlock } from '../srp-exchange.ts';

interface Deps {
  readonly attempts: Attempts;
  readonly clientSecrets: ClientSecrets;
  readonly sealing: Sealing;
  readonly triggers: Triggers;
  readonly users: Users;
}

interface Verifier {
  readonly userId: string;
  readonly salt: string;
  readonly verifier: Buffer;
}

/** USER_SRP_AUTH: the password proves itself without being sent. The exchange is sealed into SECRET_BLOCK: nothing is stored. */
export const userSrpFlow = ({ attempts, clientSecrets, sealing, triggers, users }: Deps): StartFlow => {
  const verifierOf = async (pool: UserPool, { userKey, ...found }: UserRecord | NobodyRecord): Promise<Verifier> => {
    const seal = await sealing.general(pool);
    // Made for known users too: their first answer takes no less work than an unknown one's. Of the folded name, as the
    // answer to a known user is the same however the name is spelt.
    const decoy = decoyVerifier({ secret: seal.key('decoys'), poolName: poolName(pool.id), username: userKey });
    // An alias stands for a username that the caller does not know: for an unknown one, a UUID, as it may be for a known.
    const userId = !found.user && standsForAnother(pool, userKey) ? decoy.userId : userKey;
    if (!found.user || !found.password) return { userId, salt: decoy.salt.toString('hex'), verifier: decoy.verifier };
    const verifier = seal.open('srp verifier', found.password.srpVerifier);
    if (!verifier) throw new Error('An SRP verifier does not open.');
    return { userId, salt: found.password.srpSalt, verifier };
  };

  return async ({ at, parameters, clientMetadata: validationData }) => {
    const { pool, client } = at;
    const username = requiredParameter(parameters, 'USERNAME');
    const a = requiredParameter(parameters, 'SRP_A');

    const found = await users.find(pool, username);
    const names = found.user ? [username, found.user.username, found.user.sub] : [username];
    await clientSecrets.assertHash(at, parameters.SECRET_HASH, names);
    if (!found.user && !hidesUserExistence(client)) throw unknownUser(at);
    attempts.assertNotLockedOut(found);
    const occasion = { pool, clientId: client.id, clientMetadata: undefined };
    await triggers.preAuthentication({ ...occasion, username, user: found.user, validationData });

    const { userId, salt, verifier } = await verifierOf(pool, found);
    const { A, b, srpB } = startExchange({ verifier, a });
    const block = toSecretBlock(await sealing.general(pool), {
      A,
      b,
      signInId: randomUUID(),
      clientId: client.id,
      userKey: found.userKey,
      userId,
      sub: found.user?.sub ?? '',
      expiresAt: now() + challengeLifetime(client) * 1000,
    });
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: salt,
        SECRET_BLOCK: block.toString('base64'),
        SRP_B: srpB,
        USERNAME: userId,
        USER_ID_FOR_SRP: userId,
      },
    };
  };
};
