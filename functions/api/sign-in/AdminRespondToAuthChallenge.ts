/**
 * Answers a challenge of a sign-in for a user, from a server.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html
 */

import type {
  AdminRespondToAuthChallengeRequest,
  AdminRespondToAuthChallengeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { answerChallengeExceptions } from '#shared/api/exception-lists.ts';
import { signed } from '#shared/operations/signed.ts';
import { cachedClientOf } from '#shared/services/directory/directory.ts';
import { originOf } from '#shared/services/sessions/origin.ts';
import { respondToChallenge } from '#shared/services/sign-in/respond-to-challenge.ts';
import {
  AnalyticsMetadataType,
  ChallengeNameType,
  ChallengeResponsesType,
  ClientIdType,
  ClientMetadataType,
  ContextDataType,
  type RequestOf,
  SessionType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ChallengeName: ChallengeNameType,
  ChallengeResponses: v.optional(ChallengeResponsesType),
  Session: v.optional(SessionType),
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  ContextData: v.optional(ContextDataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminRespondToAuthChallengeRequest>;

export const { definition, handler } = signed({
  name: 'AdminRespondToAuthChallenge',
  request,
  throws: answerChallengeExceptions,
  run: async (
    { UserPoolId, ClientId, ChallengeName, ChallengeResponses = {}, Session, ContextData, ClientMetadata },
    { requestId },
  ): Promise<Wire<AdminRespondToAuthChallengeResponse>> => {
    const app = await cachedClientOf(UserPoolId, ClientId);
    return respondToChallenge(ChallengeName, {
      app,
      side: 'admin',
      parameters: ChallengeResponses,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: { ...originOf(ContextData), requestId },
    });
  },
});
