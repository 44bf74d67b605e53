/**
 * A Lambda authorizer that lets the bearers of access tokens into somebody else's HTTP API (payload 2.0, simple
 * responses). Unlike a JWT authorizer, it also refuses a token whose session was revoked, or whose user signed out
 * everywhere, was disabled or deleted. The API says whose tokens it takes by two stage variables, each a list separated
 * by commas: `userPoolIds`, and `clientIds` where not every app client of those pools may come in. Without the first,
 * nobody may. Throws where the store cannot be asked, and then, too, the gateway lets nobody in.
 */
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { CognitoException } from '#shared/errors/exception.ts';
import { logger } from '#shared/observability/powertools.ts';
import { bearer, poolIdInToken } from '#shared/services/callers/access-token.ts';

// Nothing is taken on trust: an API without an identity source, or without variables, sends neither member.
type Given = Pick<APIGatewayRequestAuthorizerEventV2, 'identitySource' | 'stageVariables'>;
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

const authorize = async (token: string, { userPoolIds, clientIds }: NonNullable<Event['stageVariables']>) => {
  const poolId = poolIdInToken(token);
  if (!isListed(userPoolIds, poolId)) return refuse('another pool');
  const { claims, user } = await bearer(token);
  if (clientIds !== undefined && !isListed(clientIds, claims.clientId)) return refuse('another app client');
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

const refusals: ReadonlySet<string> = new Set(['NotAuthorizedException', 'UserNotFoundException']);

export const handler = async ({ identitySource, stageVariables }: Event): Promise<Verdict> => {
  const token = (identitySource?.[0] ?? '').replace(/^Bearer +/i, '');
  try {
    return await authorize(token, stageVariables ?? {});
  } catch (error) {
    if (error instanceof CognitoException && refusals.has(error.name)) return refuse(error.message);
    throw error;
  }
};
