import {
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { codeFor } from '#tests/support/mailbox.ts';
import { password } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import {
  admin,
  aliasPool,
  anyone,
  ceilingPool,
  historyPool,
  newHolder,
  newName,
  newUser,
  plainPool,
} from '../subjects.ts';

const other = 'Correct-horse-2';

const forget = async (pool: typeof plainPool, name: 'username' | 'email') => {
  const { clientId: ClientId } = await pool();
  const user = await newUser(await pool());
  return () => anyone.send(new ForgotPasswordCommand({ ClientId, Username: user[name] }));
};

const forgetNobody = async (pool: typeof plainPool) => {
  const { clientId: ClientId } = await pool();
  return () => anyone.send(new ForgotPasswordCommand({ ClientId, Username: newName().username }));
};

const changing = (pool: typeof plainPool) => async () => {
  const { AccessToken } = await newHolder(await pool());
  const change = { AccessToken, PreviousPassword: password, ProposedPassword: other };
  return () => anyone.send(new ChangePasswordCommand(change));
};

export const passwords: readonly Scenario[] = [
  {
    operation: 'AdminResetUserPassword',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const { username: Username } = await newUser(await plainPool());
      return () => admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));
    },
  },
  {
    operation: 'AdminSetUserPassword',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const { username: Username } = await newUser(await plainPool());
      const given = { UserPoolId, Username, Password: other, Permanent: true };
      return () => admin.send(new AdminSetUserPasswordCommand(given));
    },
  },
  { operation: 'ChangePassword', prepare: changing(plainPool) },
  { operation: 'ChangePassword', way: 'with a history of five', prepare: changing(historyPool) },
  {
    operation: 'ConfirmForgotPassword',
    prepare: async () => {
      const { clientId: ClientId } = await plainPool();
      const { username: Username, email } = await newUser(await plainPool());
      await anyone.send(new ForgotPasswordCommand({ ClientId, Username }));
      const given = { ClientId, Username, ConfirmationCode: await codeFor(email), Password: other };
      return () => anyone.send(new ConfirmForgotPasswordCommand(given));
    },
  },
  { operation: 'ForgotPassword', prepare: () => forget(plainPool, 'username') },
  { operation: 'ForgotPassword', way: 'by alias', prepare: () => forget(aliasPool, 'email') },
  { operation: 'ForgotPassword', way: 'of nobody', prepare: () => forgetNobody(plainPool) },
  {
    operation: 'ForgotPassword',
    way: 'with a ceiling of messages',
    prepare: () => forget(ceilingPool, 'username'),
  },
  {
    operation: 'ForgotPassword',
    way: 'with a ceiling of messages, of nobody',
    prepare: () => forgetNobody(ceilingPool),
  },
];
