/**
 * Answers a challenge of a sign-in on behalf of a user, from a server.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html
 */
import type {
  AdminRespondToAuthChallengeRequest,
  AdminRespondToAuthChallengeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { answerChallengeExceptions } from '#shared/api/exception-lists.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { originOf } from '#shared/services/sign-in/origin.ts';
import type { RespondToChallenge } from '#shared/services/sign-in/sign-in.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  ChallengeNameType,
  ChallengeResponsesType,
  ClientIdType,
  ClientMetadataType,
  ContextDataType,
  SessionType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { respondToChallenge } from '#shared/wiring/respond-to-challenge.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

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

interface Deps {
  readonly directory: Directory;
  readonly respondToChallenge: RespondToChallenge;
}

const adminRespondToAuthChallenge =
  ({
    directory,
    respondToChallenge,
  }: Deps): Run<typeof request, Wire<AdminRespondToAuthChallengeResponse>, SignedCaller> =>
  async ({ UserPoolId, ClientId, ChallengeName, ChallengeResponses = {}, Session, ContextData, ClientMetadata }) => {
    const app = await directory.clientOf(UserPoolId, ClientId);
    return respondToChallenge(ChallengeName, {
      app,
      side: 'admin',
      parameters: ChallengeResponses,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: originOf(ContextData),
    });
  };

export const definition = define({
  name: 'AdminRespondToAuthChallenge',
  caller: 'signed',
  request,
  throws: answerChallengeExceptions,
  deps: () => ({ directory: directory(), respondToChallenge: respondToChallenge() }),
  run: adminRespondToAuthChallenge,
});

export const handler = operation(definition, signed);
