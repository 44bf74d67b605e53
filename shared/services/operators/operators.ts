/** Who operates the deployment, and the keys that they administer it with. */
import { createHash, randomBytes } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { accessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import { operatorRepository } from '#shared/data/operators/operator-repository.ts';
import { table } from '#shared/data/table.ts';
import { newAccessKeyId } from '#shared/domain/access-keys/access-key.ts';
import type { OperatorConfiguration, OperatorGroup } from '#shared/domain/operators/operators.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import type { TokenCaller } from '../callers/access-token.ts';
import { findOperator } from '../callers/operator.ts';
import { cachedClientOf, cachedPool } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import { forgetOperatorSignIn } from './sign-in.ts';

const lifetimeMs = 3_600_000;

/** Keys that sign administration for an operator. */
export interface OperatorKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly groups: readonly OperatorGroup[];
}

/** Who the operators are; undefined where there are none. */
export const getOperators = (): Promise<OperatorConfiguration | undefined> => operatorRepository().find();

/**
 * Says who the operators are; undefined for nobody. Throws ResourceNotFoundException for a pool that is not there, and for a
 * client that is not the pool's.
 */
export const setOperators = async (configuration: OperatorConfiguration | undefined): Promise<void> => {
  // What it was before stands on the audit trail.
  await operatorRepository().find();
  if (!configuration) {
    await table().write([operatorRepository().remove()]);
    forgetOperatorSignIn();
    return;
  }
  const { poolId, clientIds } = configuration;
  await cachedPool(poolId);
  await Promise.all(clientIds.map((clientId) => cachedClientOf(poolId, clientId)));
  await table().write([operatorRepository().put(configuration)]);
  forgetOperatorSignIn();
};

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

/**
 * Makes keys for the bearer of a token of an operator's sign-in. They end after an hour, and within ten seconds after the
 * session does, the user is disabled, or leaves the groups of operators. Throws NotAuthorizedException where the token is of
 * another app client, or the user is no operator.
 */
export const createOperatorKeys = async ({ pool, client, user, family }: TokenCaller): Promise<OperatorKeys> => {
  const operator = await findOperator(pool, user, client.id);
  if (!operator) throw refused('The user is no operator by this app client.');
  const [accessKeyId, secretAccessKey, sessionToken] = [
    newAccessKeyId(),
    randomBytes(30).toString('base64url'),
    randomBytes(48).toString('base64url'),
  ];
  const expiresAt = now() + lifetimeMs;
  await table().write([
    accessKeyRepository().put({
      id: accessKeyId,
      secret: (await sealing().deployment()).seal('access key', secretAccessKey),
      policy: { actions: [], pools: [] },
      enabled: true,
      createdAt: now(),
      operator: {
        poolId: pool.id,
        username: user.username,
        sub: user.sub,
        familyId: family.id,
        clientId: client.id,
        tokenDigest: createHash('sha256').update(sessionToken).digest('hex'),
        expiresAt,
      },
    }),
  ]);
  noteOnCall({ operator: user.username });
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt, groups: operator.groups };
};
