import {
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicClient } from './clients.ts';
import { anEmail, password, type TestPool } from './pools.ts';
import { newPassword } from './recovery.ts';
import { contextOf, hashFor, home, type Place } from './risk.ts';

const secretHash = (pool: TestPool, username: string) => ({ SecretHash: hashFor(pool, username).SECRET_HASH });

/** What anybody can ask for in somebody's name, from that place. */
export const asks = (pool: TestPool, Username: string, place: Place = home) => {
  const named = { ClientId: pool.clientId, Username, ...secretHash(pool, Username) };
  const UserContextData = contextOf(pool, place);
  return {
    signUp: (email = anEmail(), Password = password) =>
      publicClient().send(
        new SignUpCommand({ ...named, Password, UserAttributes: [{ Name: 'email', Value: email }], UserContextData }),
      ),
    resend: () => publicClient().send(new ResendConfirmationCodeCommand({ ...named, UserContextData })),
    forgot: () => publicClient().send(new ForgotPasswordCommand({ ...named, UserContextData })),
    reset: (ConfirmationCode: string, Password = newPassword) =>
      publicClient().send(new ConfirmForgotPasswordCommand({ ...named, ConfirmationCode, Password, UserContextData })),
  };
};

/** Changes the usual password of whoever has the token, by default to another good one. */
export const changePassword = (AccessToken: string | undefined, ProposedPassword = newPassword) =>
  publicClient().send(new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword }));
