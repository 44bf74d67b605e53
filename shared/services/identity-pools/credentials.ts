import { environment } from '#shared/config/environment.ts';
import { guestSessionPolicy } from '#shared/domain/identity-pools/guest-policy.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { principalTagsIn } from '#shared/domain/identity-pools/open-id-token.ts';
import { principalTagsOf } from '#shared/domain/identity-pools/principal-tags.ts';
import { findUserPool, providerKey } from '#shared/domain/identity-pools/provider-names.ts';
import { chooseRole, wrongConfiguration } from '#shared/domain/identity-pools/role-choice.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { ServiceRefusal } from '#shared/gateways/service-refusal.ts';
import { type RoleSession, sts } from '#shared/gateways/sts.ts';
import { logger } from '#shared/observability/powertools.ts';
import type { Login } from './login.ts';
import { openIdToken } from './open-id-tokens.ts';
import { methodsOf, type ProvedIdentity } from './proved-identity.ts';

const hour = 3600;

const isUserPool = ({ provider }: Login): boolean => findUserPool(provider, environment()) !== undefined;

const mappingOf = ({ roles }: IdentityPool, { mappingKey }: Login) =>
  Object.entries(roles?.mappings ?? {}).find(([name]) => providerKey(name, environment()) === mappingKey)?.[1];

const roleOf = ({ pool, logins, isGuest }: ProvedIdentity, customRoleArn: string | undefined): string =>
  chooseRole({
    isGuest,
    customRoleArn,
    roles: pool.roles?.roles ?? {},
    logins: logins.map((login) => ({
      claims: login.claims,
      mapping: mappingOf(pool, login),
      isOfUserPool: isUserPool(login),
    })),
  });

/** The tags that what was proved gives to a session. */
export const sessionTagsOf = ({ pool, logins, own }: ProvedIdentity): Readonly<Record<string, string>> =>
  Object.assign({}, own && principalTagsIn(own), ...logins.map((login) => principalTagsOf(pool, login)));

const busy = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException']);

const exceptionOf = (error: unknown): CognitoException => {
  const isRefusal = error instanceof ServiceRefusal;
  if (isRefusal && busy.has(error.name)) return new CognitoException('TooManyRequestsException', 'Rate exceeded');
  // Only the reason tells a role's owner what to mend. It has no secret in it.
  if (isRefusal && error.status < 500 && error.name !== 'IDPCommunicationError') {
    logger.warn('role not assumed', { reason: error.name, detail: error.message });
    return wrongConfiguration(error);
  }
  return new CognitoException('ExternalServiceException', 'STS did not answer. Try again.', { cause: error });
};

/**
 * Credentials for an hour of the role that the identity has. Throws as `chooseRole` does,
 * InvalidIdentityPoolConfigurationException where the role cannot be assumed, ExternalServiceException where STS does not
 * answer, TooManyRequestsException.
 */
export const credentialsFor = async (
  proved: ProvedIdentity,
  customRoleArn: string | undefined,
): Promise<RoleSession> => {
  const { pool, identityId, isGuest } = proved;
  const roleArn = roleOf(proved, customRoleArn);
  const token = await openIdToken({
    poolId: pool.id,
    identityId,
    methods: methodsOf(proved),
    principalTags: sessionTagsOf(proved),
    seconds: 600,
  });
  const sessionName = 'CognitoIdentityCredentials';
  const policy = isGuest ? guestSessionPolicy : undefined;
  return sts()
    .assumeRoleWithWebIdentity({ roleArn, sessionName, token, seconds: hour, policy })
    .catch((error: unknown) => {
      throw exceptionOf(error);
    });
};
