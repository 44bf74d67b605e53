import {
  AdminConfirmSignUpCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { codeFor } from '#tests/support/mailbox.ts';
import { password } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import { admin, aliasPool, anyone, ceilingPool, emailPool, newApplicant, newName, plainPool } from '../subjects.ts';

const signingUp = (pool: typeof plainPool, called: 'username' | 'email') => async () => {
  const { clientId: ClientId } = await pool();
  const name = newName();
  const UserAttributes = [{ Name: 'email', Value: name.email }];
  return () => anyone.send(new SignUpCommand({ ClientId, Username: name[called], Password: password, UserAttributes }));
};

const confirming = (pool: typeof plainPool) => async () => {
  const { clientId: ClientId } = await pool();
  const { username: Username, email } = await newApplicant(await pool());
  const ConfirmationCode = await codeFor(email);
  return () => anyone.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
};

export const signUps: readonly Scenario[] = [
  {
    operation: 'AdminConfirmSignUp',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const { username: Username } = await newApplicant(await plainPool());
      return () => admin.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
    },
  },
  { operation: 'ConfirmSignUp', prepare: confirming(plainPool) },
  { operation: 'ConfirmSignUp', way: 'with an alias', prepare: confirming(aliasPool) },
  {
    operation: 'ResendConfirmationCode',
    prepare: async () => {
      const { clientId: ClientId } = await plainPool();
      const { username: Username } = await newApplicant(await plainPool());
      return () => anyone.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    },
  },
  { operation: 'SignUp', prepare: signingUp(plainPool, 'username') },
  { operation: 'SignUp', way: 'with an alias to come', prepare: signingUp(aliasPool, 'username') },
  { operation: 'SignUp', way: 'with an email as username', prepare: signingUp(emailPool, 'email') },
  { operation: 'SignUp', way: 'with a ceiling of messages', prepare: signingUp(ceilingPool, 'username') },
];
