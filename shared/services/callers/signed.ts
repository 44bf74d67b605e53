import { createHash, timingSafeEqual } from 'node:crypto';
import { now, signingNow } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { accessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import {
  type AccessKey,
  type AccessPolicy,
  actionOf,
  isAccessKeyId,
  isAllowed,
  type OperatorSession,
} from '#shared/domain/access-keys/access-key.ts';
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
import { besideCall, noteOnCall } from '#shared/observability/call.ts';
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
  /** The same as an answer, for one of several pools that the request is about. */
  readonly isAllowed: (operation: string, poolId: string) => boolean;
  /** False for an operator to whom no secrets of app clients and providers of the pool are told. */
  readonly seesSecrets: (poolId: string | undefined) => boolean;
}

interface OpenKey extends Pick<SignedCaller, 'seesSecrets'> {
  readonly id: string;
  readonly secret: string;
  readonly policies: readonly AccessPolicy[];
  readonly operator?: OperatorSession | undefined;
}

const unknownKey = (): CognitoException =>
  new CognitoException('UnrecognizedClientException', 'The security token included in the request is invalid.');

const arnOf = { 'cognito-idp': poolArn, 'cognito-identity': identityPoolArn } as const;

interface Attempt {
  readonly service: SignedService;
  readonly operation: string;
  readonly poolId: string | undefined;
}

const nameOf = ({ id, operator }: OpenKey): string =>
  operator
    ? `sts::${environment().accountId}:assumed-role/operator/${operator.username}`
    : `iam::${environment().accountId}:user/${id}`;

const denied = (key: OpenKey, { service, operation, poolId }: Attempt): CognitoException => {
  const place = environment();
  const resource = poolId === undefined ? '*' : arnOf[service](poolId, place);
  return new CognitoException(
    'AccessDeniedException',
    `User: arn:aws:${nameOf(key)} is not authorized to perform: ${service}:${operation} on resource: ${resource}`,
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
    const open = { id: key.id, secret: secret.toString() };
    if (!key.operator) return { ...open, policies: [key.policy], seesSecrets: () => true };
    const { rightsOf } = await import('./operator.ts');
    const { operator } = key;
    const rights = await besideCall(() => rightsOf(operator));
    return rights && { ...open, ...rights, operator };
  };

const openKeys = {
  'cognito-idp': cached(loadFor('cognito-idp')),
  'cognito-identity': cached(loadFor('cognito-identity')),
} as const;

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

const isOfSession = ({ tokenDigest, expiresAt }: OperatorSession, token: string): boolean =>
  timingSafeEqual(digestOf(token), Buffer.from(tokenDigest, 'hex')) && now() < expiresAt;

// On a laptop, sessions of its STS may sign, too: whoever got them by an identity pool acts as its role.
const findKey = async (
  accessKeyId: string,
  sessionToken: string,
  service: SignedService,
): Promise<OpenKey | undefined> => {
  if (accessKeyId.startsWith('ASIA')) {
    const session = findLocalSession(accessKeyId, sessionToken, now());
    return session && { ...session, policies: [session.policy], seesSecrets: () => true };
  }
  const open = await openKeys[service].find(accessKeyId);
  return open?.operator && !isOfSession(open.operator, sessionToken) ? undefined : open;
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
  const open = await findKey(signature.accessKeyId, request.headers['x-amz-security-token'] ?? '', service);
  if (!open) throw unknownKey();
  assertSignature(request, signature, open.secret, signingNow());
  noteOnCall({ isSigned: true, ...(open.operator && { operator: open.operator.username }) });
  await countCall();
  const allows = (operation: string, poolId: string | undefined): boolean =>
    open.policies.some((policy) => isAllowed(policy, actionOf(operation, service), poolId));
  return {
    accessKeyId: open.id,
    region: signature.region,
    seesSecrets: open.seesSecrets,
    isAllowed: allows,
    assertAllowed: (operation, poolId) => {
      if (allows(operation, poolId)) return;
      throw denied(open, { service, operation, poolId });
    },
  };
};
