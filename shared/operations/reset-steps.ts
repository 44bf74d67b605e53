/** The steps of a forgotten password, for our pages and for those of apps: ForgotPassword and ConfirmForgotPassword. */
import * as v from 'valibot';
import { validate } from '#shared/api/validation.ts';
import { assertPasswordPolicy } from '#shared/services/passwords/passwords.ts';
import { sendResetCode } from '#shared/services/recovery/reset-code.ts';
import { resetPassword } from '#shared/services/recovery/reset-password.ts';
import { protectedWork } from '#shared/services/risk/protected-work.ts';
import { ConfirmationCodeType, PasswordType, UsernameType } from '#shared/wire/shapes.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';

const recipient = v.object({ Username: UsernameType });
const change = v.object({ Username: UsernameType, ConfirmationCode: ConfirmationCodeType, Password: PasswordType });

/** Sends a code, and says where to. Throws the exceptions of ForgotPassword. */
export const sendCodeOnPage = async ({ app, origin }: AuthorizationCall, username: string): Promise<string> => {
  validate(recipient, { Username: username });
  const asked = { app, type: 'ForgotPassword', origin, side: 'page' } as const;
  const request = { app, username, side: 'page', clientMetadata: undefined } as const;
  return (await protectedWork(asked, (noting) => sendResetCode({ ...request, noting }))).Destination;
};

/** Sets the password by the code. Throws the exceptions of ConfirmForgotPassword. */
export const resetOnPage = async (
  { app, origin }: AuthorizationCall,
  username: string,
  given: { readonly code: string | undefined; readonly password: string | undefined },
): Promise<void> => {
  // First in the words of the policy, which people understand.
  assertPasswordPolicy(app.pool, given.password ?? '');
  const asStated = { Username: username, ConfirmationCode: given.code?.trim(), Password: given.password };
  const { ConfirmationCode: code, Password: password } = validate(change, asStated);
  const asked = { app, type: 'PasswordChange', origin, side: 'page' } as const;
  const request = { app, username, side: 'page', code, password, clientMetadata: undefined } as const;
  await protectedWork(asked, (noting) => resetPassword({ ...request, noting }));
};
