/**
 * PostAuthentication: writes one line to the log for every sign-in. It says who, where, and through which app client,
 * by identifiers that tell nothing about the person.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html
 */
import type { PostAuthenticationTriggerEvent } from 'aws-lambda';
import { logger } from '#shared/observability/powertools.ts';

export const handler = async (event: PostAuthenticationTriggerEvent): Promise<PostAuthenticationTriggerEvent> => {
  const { userPoolId, callerContext, request } = event;
  logger.info('Signed in', {
    userPoolId,
    clientId: callerContext.clientId,
    sub: request.userAttributes.sub,
    userStatus: request.userAttributes['cognito:user_status'],
    newDeviceUsed: request.newDeviceUsed,
  });
  return event;
};
