/**
 * Answers a challenge of a sign-in.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */

import type {
  RespondToAuthChallengeRequest,
  RespondToAuthChallengeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { answerChallengeExceptions } from '#shared/api/exception-lists.ts';
import { bySession } from '#shared/operations/by-client.ts';
import { statedOrigin } from '#shared/services/app-clients/client-secrets.ts';
import { respondToChallenge } from '#shared/services/sign-in/respond-to-challenge.ts';
import {
  AnalyticsMetadataType,
  ChallengeNameType,
  ChallengeResponsesType,
  ClientIdType,
  ClientMetadataType,
  type RequestOf,
  SessionType,
  UserContextDataType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  ClientId: ClientIdType,
  ChallengeName: ChallengeNameType,
  Session: v.optional(SessionType),
  ChallengeResponses: v.optional(ChallengeResponsesType),
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<RespondToAuthChallengeRequest>;

export const { definition, handler } = bySession({
  name: 'RespondToAuthChallenge',
  request,
  throws: answerChallengeExceptions,
  run: async (
    { ChallengeName, Session, ChallengeResponses = {}, ClientMetadata, UserContextData },
    app,
    call,
  ): Promise<Wire<RespondToAuthChallengeResponse>> => {
    return respondToChallenge(ChallengeName, {
      app,
      side: 'public',
      parameters: ChallengeResponses,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: statedOrigin(app.client, call, UserContextData, ChallengeResponses.SECRET_HASH),
    });
  },
});
