/**
 * Confirms a user who signed up by the code that was sent, which also verifies the address that it went to.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */
import type { ConfirmSignUpRequest, ConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { type Codes, mismatch } from '#shared/services/codes/codes.ts';
import type { Recipients } from '#shared/services/codes/recipients.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { SignUpSessions } from '#shared/services/sign-in/continued-sign-up.ts';
import { assertConfirmable, type Confirm } from '#shared/services/sign-up/confirmation.ts';
import type { Triggers } from '#shared/services/triggers/triggers.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  ClientIdType,
  ClientMetadataType,
  ConfirmationCodeType,
  ForceAliasCreation,
  SecretHashType,
  SessionType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { codes } from '#shared/wiring/codes.ts';
import { confirm } from '#shared/wiring/confirmation.ts';
import { directory } from '#shared/wiring/directory.ts';
import { recipients } from '#shared/wiring/recipients.ts';
import { signUpSessions } from '#shared/wiring/sign-in-sessions.ts';
import { triggers } from '#shared/wiring/triggers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  ClientId: ClientIdType,
  SecretHash: v.optional(SecretHashType),
  Username: UsernameType,
  ConfirmationCode: ConfirmationCodeType,
  ForceAliasCreation: v.optional(ForceAliasCreation),
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  ClientMetadata: v.optional(ClientMetadataType),
  Session: v.optional(SessionType),
}) satisfies RequestOf<ConfirmSignUpRequest>;

interface Deps {
  readonly codes: Codes;
  readonly confirm: Confirm;
  readonly directory: Directory;
  readonly recipients: Recipients;
  readonly signUpSessions: SignUpSessions;
  readonly triggers: Triggers;
  readonly users: Users;
}

const confirmSignUp =
  (deps: Deps): Run<typeof request, Wire<ConfirmSignUpResponse>> =>
  async ({ ClientId, SecretHash, Username, ConfirmationCode, ForceAliasCreation, ClientMetadata, Session }) => {
    const { codes, confirm, directory, recipients, signUpSessions, triggers, users } = deps;
    const app = await directory.client(ClientId);
    const { pool } = app;
    const named = { app, username: Username, secretHash: SecretHash, action: 'ConfirmSignUp' } as const;
    const found = await recipients.find(named);
    const { user, attribute } = await retryOnConflict(async (attempt) => {
      const record = attempt === 1 ? found : await users.findByKey(pool, found.userKey);
      // A client that hides who exists hears of a user's status only after the right code.
      const hides = hidesUserExistence(app.client);
      if (record.user && !hides) assertConfirmable(record.user);
      const proof = await codes.redeem(pool, record, 'SIGN_UP', ConfirmationCode, hides);
      if (!record.user) throw mismatch();
      const confirmed = await confirm({ pool, record, proof, force: ForceAliasCreation ?? false });
      return { user: confirmed, attribute: proof.code.attribute };
    });
    const occasion = { pool, clientId: app.client.id, clientMetadata: ClientMetadata };
    await triggers.postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmSignUp', user });
    const session = await signUpSessions.confirmed(app, { userKey: found.userKey, user }, attribute, Session);
    return session === undefined ? {} : { Session: session };
  };

export const definition = define({
  name: 'ConfirmSignUp',
  caller: 'client',
  request,
  throws: [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidLambdaResponseException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  deps: () => ({
    codes: codes(),
    confirm: confirm(),
    directory: directory(),
    recipients: recipients(),
    signUpSessions: signUpSessions(),
    triggers: triggers(),
    users: users(),
  }),
  run: confirmSignUp,
});

export const handler = operation(definition);
