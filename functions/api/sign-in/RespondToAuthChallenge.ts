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
import { define, type Run } from '#shared/api/definition.ts';
import { answerChallengeExceptions } from '#shared/api/exception-lists.ts';
import { operation } from '#shared/api/operation.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { RespondToChallenge } from '#shared/services/sign-in/sign-in.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  ChallengeNameType,
  ChallengeResponsesType,
  ClientIdType,
  ClientMetadataType,
  SessionType,
  UserContextDataType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { respondToChallenge } from '#shared/wiring/respond-to-challenge.ts';

const request = v.object({
  ClientId: ClientIdType,
  ChallengeName: ChallengeNameType,
  Session: v.optional(SessionType),
  ChallengeResponses: v.optional(ChallengeResponsesType),
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<RespondToAuthChallengeRequest>;

interface Deps {
  readonly directory: Directory;
  readonly respondToChallenge: RespondToChallenge;
}

const respondToAuthChallenge =
  ({ directory, respondToChallenge }: Deps): Run<typeof request, Wire<RespondToAuthChallengeResponse>> =>
  async (
    { ClientId, ChallengeName, Session, ChallengeResponses = {}, ClientMetadata },
    { sourceIp, userAgent, location },
  ) => {
    const app = await directory.client(ClientId);
    return respondToChallenge(ChallengeName, {
      app,
      side: 'public',
      parameters: ChallengeResponses,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: { sourceIp, userAgent, location },
    });
  };

export const definition = define({
  name: 'RespondToAuthChallenge',
  caller: 'session',
  request,
  throws: answerChallengeExceptions,
  deps: () => ({ directory: directory(), respondToChallenge: respondToChallenge() }),
  run: respondToAuthChallenge,
});

export const handler = operation(definition);
