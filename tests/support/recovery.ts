import {
  ConfirmForgotPasswordCommand,
  type ConfirmForgotPasswordCommandInput,
  ForgotPasswordCommand,
  type ForgotPasswordCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicClient } from './clients.ts';
import type { TestPool } from './pools.ts';

type Clock = NonNullable<Parameters<typeof publicClient>[0]>;

export const newPassword = 'Better-horse-2';

/** Asks for a reset code. */
export const forgot = (
  { clientId }: Pick<TestPool, 'clientId'>,
  username: string,
  given: Partial<ForgotPasswordCommandInput> = {},
  clock: Clock = {},
) => publicClient(clock).send(new ForgotPasswordCommand({ ClientId: clientId, Username: username, ...given }));

/** Sets a new password by a reset code, by default `newPassword`. */
export const confirmForgot = (
  { clientId }: Pick<TestPool, 'clientId'>,
  username: string,
  ConfirmationCode: string,
  given: Partial<ConfirmForgotPasswordCommandInput> = {},
  clock: Clock = {},
) =>
  publicClient(clock).send(
    new ConfirmForgotPasswordCommand({
      ClientId: clientId,
      Username: username,
      ConfirmationCode,
      Password: newPassword,
      ...given,
    }),
  );
