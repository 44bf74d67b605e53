import { now } from '#shared/config/clock.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { claimKey, isClaimSignature } from '#shared/domain/srp/server.ts';
import { parseTimestamp } from '#shared/domain/srp/timestamp.ts';
import { poolName } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientSecrets } from '../../app-clients/client-secrets.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import type { Seal, Sealing } from '../../sealing/sealing.ts';
import type { NobodyRecord, UserRecord, Users } from '../../users/users.ts';
import { type Attempts, unknownUser, wrongPassword } from '../attempts.ts';
import type { AnswerChallenge } from '../sign-in.ts';
import { fromSecretBlock, type SrpExchange } from '../srp-exchange.ts';
import type { GoOn } from '../steps.ts';

interface Deps {
  readonly attempts: Attempts;
  readonly clientSecrets: ClientSecrets;
  readonly goOn: GoOn;
  readonly sealing: Sealing;
  readonly users: Users;
}

// Clients stamp the answer with their own clock.
const clockToleranceMs = 15 * 60_000;

const openExchange = (seal: Seal, { client }: ClientRecord, block: Buffer): SrpExchange => {
  const exchange = fromSecretBlock(seal, block);
  if (exchange?.clientId !== client.id) throw wrongPassword();
  if (exchange.expiresAt <= now()) {
    throw new CognitoException('NotAuthorizedException', 'Invalid session for the user, session is expired.');
  }
  return exchange;
};

// Without a verifier the same work is done with the group element at hand, and its outcome is not looked at.
const verifierOf = (seal: Seal, found: UserRecord | NobodyRecord, exchange: SrpExchange): Buffer =>
  (found.user && found.password && seal.open('srp verifier', found.password.srpVerifier)) || exchange.A;

/** PASSWORD_VERIFIER: the client's proof that it knows the password of the SRP exchange. */
export const passwordVerifierChallenge =
  ({ attempts, clientSecrets, goOn, sealing, users }: Deps): AnswerChallenge =>
  async ({ at, parameters, clientMetadata }) => {
    const { pool } = at;
    const username = requiredParameter(parameters, 'USERNAME');
    const secretBlock = Buffer.from(requiredParameter(parameters, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');
    const signature = requiredParameter(parameters, 'PASSWORD_CLAIM_SIGNATURE');
    const timestamp = requiredParameter(parameters, 'TIMESTAMP');
    const signedAt = parseTimestamp(timestamp);
    if (signedAt === undefined) {
      throw new CognitoException(
        'InvalidParameterException',
        'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
      );
    }

    const seal = await sealing.general(pool);
    const exchange = openExchange(seal, at, secretBlock);
    const found = await users.findByKey(pool, exchange.userKey);
    const names = found.user ? [username, found.user.username, found.user.sub] : [username, exchange.userId];
    await clientSecrets.assertHash(at, parameters.SECRET_HASH, names);
    attempts.assertNotLockedOut(found);

    const key = claimKey({ verifier: verifierOf(seal, found, exchange), A: exchange.A, b: exchange.b });
    const claim = { key, poolName: poolName(pool.id), userId: exchange.userId, secretBlock, timestamp, signature };
    const proven = isClaimSignature(claim);
    const right = proven && found.user?.sub === exchange.sub && Math.abs(now() - signedAt) < clockToleranceMs;
    if (!right) throw await attempts.failed(at, found);
    if (!found.user || !found.password) throw unknownUser(at);
    if (parameters.DEVICE_KEY !== undefined) {
      throw new CognitoException('ResourceNotFoundException', 'Device does not exist.');
    }

    await attempts.succeeded(at, found);
    const { signInId } = exchange;
    return goOn({ at, answered: 'PASSWORD_VERIFIER', record: found, signInId, clientMetadata, writes: [] });
  };
