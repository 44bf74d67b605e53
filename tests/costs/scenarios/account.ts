import {
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { codeFor } from '#tests/support/mailbox.ts';
import type { Scenario } from '../scenario.ts';
import { aliasPool, anyone, newHolder, plainPool } from '../subjects.ts';

const AttributeName = 'email';

const askForCode = (AccessToken: string) =>
  anyone.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }));

const verifying = (pool: typeof plainPool) => async () => {
  const { AccessToken, email } = await newHolder(await pool());
  await askForCode(AccessToken);
  const Code = await codeFor(email);
  return () => anyone.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }));
};

const updating = (Name: string, Value: string) => async () => {
  const { AccessToken } = await newHolder(await plainPool());
  return () => anyone.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
};

export const account: readonly Scenario[] = [
  {
    operation: 'DeleteUser',
    prepare: async () => {
      const { AccessToken } = await newHolder(await plainPool());
      return () => anyone.send(new DeleteUserCommand({ AccessToken }));
    },
  },
  {
    operation: 'DeleteUserAttributes',
    prepare: async () => {
      const { AccessToken } = await newHolder(await plainPool());
      const UserAttributes = [{ Name: 'nickname', Value: 'Ada' }];
      await anyone.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
      return () => anyone.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['nickname'] }));
    },
  },
  {
    operation: 'GetUser',
    prepare: async () => {
      const { AccessToken } = await newHolder(await plainPool());
      return () => anyone.send(new GetUserCommand({ AccessToken }));
    },
  },
  {
    operation: 'GetUserAttributeVerificationCode',
    prepare: async () => {
      const { AccessToken } = await newHolder(await plainPool());
      return () => askForCode(AccessToken);
    },
  },
  { operation: 'UpdateUserAttributes', prepare: updating('nickname', 'Ada') },
  { operation: 'UpdateUserAttributes', way: 'a new email', prepare: updating('email', 'user-other@example.com') },
  { operation: 'VerifyUserAttribute', prepare: verifying(plainPool) },
  { operation: 'VerifyUserAttribute', way: 'of an alias', prepare: verifying(aliasPool) },
];
