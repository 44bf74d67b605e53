/**
 * A Lambda authorizer that lets the bearers of access tokens into somebody else's HTTP API (payload 2.0, simple
 * responses). Unlike a JWT authorizer, it also refuses a token whose session was revoked, or whose user signed out
 * everywhere, was disabled or deleted, or whose app client is gone. The API says whose tokens it takes by two stage variables, each a list separated
 * by commas: `userPoolIds`, and `clientIds` where not every app client of those pools may come in. Without the first,
 * nobody may. A token that is bound to a key (RFC 9449) comes by the scheme DPoP with a proof, for the API's address: `origin`
 * says its scheme and host where clients know it by another one than API Gateway. Throws where the store cannot be asked, and then, too, the gateway lets nobody in.
 */
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import type { ProvedRequest } from '#shared/domain/oauth/dpop-proof.ts';
import { missingProof } from '#shared/domain/oauth/dpop-proof.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { logger } from '#shared/observability/powertools.ts';
import { type Bearer, bearer, keyHolder, poolIdInToken } from '#shared/services/callers/access-token.ts';
import { cachedClientOf } from '#shared/services/directory/directory.ts';

// Nothing is taken on trust: an API without an identity source, or without variables, sends neither member.
type Given = Pick<
  APIGatewayRequestAuthorizerEventV2,
  'headers' | 'identitySource' | 'rawPath' | 'requestContext' | 'stageVariables'
>;
type Event = { readonly [Member in keyof Given]?: Given[Member] | null | undefined };

/** What the API learns about the bearer: `$context.authorizer.<name>`. */
interface Bearing {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly sub: string;
  readonly username: string;
  /** Separated by spaces. */
  readonly scope: string;
  /** The sign-in that the token comes from: its `event_id`. */
  readonly signInId: string;
}

type Verdict = APIGatewaySimpleAuthorizerResult | APIGatewaySimpleAuthorizerWithContextResult<Bearing>;

const isListed = (names: string | undefined, name: string): boolean =>
  (names ?? '').split(',').some((one) => one.trim() === name);

const refuse = (reason: string): Verdict => {
  logger.info('refused', { authorizer: 'sessionAuthorizer', reason });
  return { isAuthorized: false };
};

// The address as the client has it: another host than API Gateway's where the API says so.
const proofIn = ({ headers, rawPath, requestContext, stageVariables }: Event): ProvedRequest | undefined => {
  const proof = headers?.dpop;
  const { domainName = '', http } = requestContext ?? {};
  if (proof === undefined || !http) return undefined;
  const origin = stageVariables?.origin ?? `https://${domainName}`;
  return { proof, method: http.method, uri: `${origin}${rawPath ?? http.path}` };
};

const holderOf = (event: Event, scheme: string, token: string): Promise<Bearer> => {
  if (!/^dpop$/i.test(scheme)) return bearer(token);
  const proof = proofIn(event);
  if (!proof) throw missingProof();
  return keyHolder(token, proof, { nonces: false });
};

const authorize = async (event: Event): Promise<Verdict> => {
  const [, scheme = '', token = ''] = /^(?:(bearer|dpop) +)?(.*)$/i.exec(event.identitySource?.[0] ?? '') ?? [];
  const { userPoolIds, clientIds } = event.stageVariables ?? {};
  const poolId = poolIdInToken(token);
  if (!isListed(userPoolIds, poolId)) return refuse('another pool');
  const { claims, user } = await holderOf(event, scheme, token);
  if (clientIds !== undefined && !isListed(clientIds, claims.clientId)) return refuse('another app client');
  await cachedClientOf(poolId, claims.clientId);
  const { sub, clientId, eventId: signInId, scopes } = claims;
  const context: Bearing = {
    userPoolId: poolId,
    clientId,
    sub,
    username: user.username,
    scope: scopes.join(' '),
    signInId,
  };
  return { isAuthorized: true, context };
};

const refusals: ReadonlySet<string> = new Set([
  'NotAuthorizedException',
  'ResourceNotFoundException',
  'UserNotFoundException',
]);

const isRefusal = (error: unknown): error is Error =>
  error instanceof OAuthError || (error instanceof CognitoException && refusals.has(error.name));

export const handler = async (event: Event): Promise<Verdict> => {
  try {
    return await authorize(event);
  } catch (error) {
    if (isRefusal(error)) return refuse(error.message);
    throw error;
  }
};
