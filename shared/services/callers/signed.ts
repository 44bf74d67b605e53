import { now, signingNow } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { accessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import { type AccessKey, actionOf, isAccessKeyId, isAllowed } from '#shared/domain/access-keys/access-key.ts';
import { identityPoolArn } from '#shared/domain/identity-pools/identity-pool.ts';
import {
  assertSignature,
  parseSignature,
  type SignedRequest,
  type SignedService,
} from '#shared/domain/signature-v4/verify.ts';
import { poolArn } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { findLocalSession } from '#shared/gateways/local-sessions.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { cached } from '../cache/cache.ts';
import { countCall, keepDeploymentLimits } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';

/** The holder of an access key. */
export interface SignedCaller {
  readonly accessKeyId: string;
  /** The Region that the request was signed for, whatever it is. */
  readonly region: string;
  /**
   * Throws AccessDeniedException where the key's policy does not allow the operation on the pool; without a pool, on
   * all pools.
   */
  readonly assertAllowed: (operation: string, poolId: string | undefined) => void;
}

interface OpenKey {
  readonly key: AccessKey;
  readonly secret: string;
}

const unknownKey = (): CognitoException =>
  new CognitoException('UnrecognizedClientException', 'The security token included in the request is invalid.');

const arnOf = { 'cognito-idp': poolArn, 'cognito-identity': identityPoolArn } as const;

interface Attempt {
  readonly service: SignedService;
  readonly operation: string;
  readonly poolId: string | undefined;
}

const denied = (accessKeyId: string, { service, operation, poolId }: Attempt): CognitoException => {
  const place = environment();
  const resource = poolId === undefined ? '*' : arnOf[service](poolId, place);
  return new CognitoException(
    'AccessDeniedException',
    `User: arn:aws:iam::${place.accountId}:user/${accessKeyId} is not authorized to perform: ${service}:${operation} on resource: ${resource}`,
  );
};

// Identity pools know no limits, and their roles read none.
const findStored = async (accessKeyId: string, service: SignedService): Promise<AccessKey | undefined> => {
  if (service === 'cognito-identity') return accessKeyRepository().find(accessKeyId);
  const { key, limits } = await accessKeyRepository().findWithLimits(accessKeyId);
  keepDeploymentLimits(limits);
  return key;
};

const loadFor =
  (service: SignedService) =>
  async (accessKeyId: string): Promise<OpenKey | undefined> => {
    const key = isAccessKeyId(accessKeyId) ? await findStored(accessKeyId, service) : undefined;
    if (!key?.enabled) return undefined;
    const secret = (await sealing().deployment()).open('access key', key.secret);
    if (!secret) throw new Error(`The access key ${accessKeyId} does not open.`);
    return { key, secret: secret.toString() };
  };

const openKeys = {
  'cognito-idp': cached(loadFor('cognito-idp')),
  'cognito-identity': cached(loadFor('cognito-identity')),
} as const;

interface KnownKey {
  readonly id: string;
  readonly secret: string;
  readonly policy: AccessKey['policy'];
}

// On a laptop, sessions of its STS may sign, too: whoever got them by an identity pool acts as its role.
const findKey = async (
  accessKeyId: string,
  sessionToken: string | undefined,
  service: SignedService,
): Promise<KnownKey | undefined> => {
  if (accessKeyId.startsWith('ASIA')) return findLocalSession(accessKeyId, sessionToken ?? '', now());
  const open = await openKeys[service].find(accessKeyId);
  return open && { id: open.key.id, secret: open.secret, policy: open.key.policy };
};

/**
 * Finds out who signed a request to that service. Open keys are cached for ten seconds, so a key that was switched off may work that
 * long. Throws the exceptions of Signature Version 4: see the verifier.
 */
export const signedCaller = async (
  request: SignedRequest,
  service: SignedService = 'cognito-idp',
): Promise<SignedCaller> => {
  const signature = parseSignature(request, service);
  if (isAccessKeyId(signature.accessKeyId)) noteOnCall({ accessKeyId: signature.accessKeyId });
  const open = await findKey(signature.accessKeyId, request.headers['x-amz-security-token'], service);
  if (!open) throw unknownKey();
  assertSignature(request, signature, open.secret, signingNow());
  noteOnCall({ isSigned: true });
  await countCall();
  const { id, policy } = open;
  return {
    accessKeyId: id,
    region: signature.region,
    assertAllowed: (operation, poolId) => {
      if (isAllowed(policy, actionOf(operation, service), poolId)) return;
      throw denied(id, { service, operation, poolId });
    },
  };
};
