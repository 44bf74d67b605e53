import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { emailOtp, smsMfa, smsOtp } from './challenges/code.ts';
import { customChallenge } from './challenges/custom-challenge.ts';
import { devicePasswordVerifier } from './challenges/device-password-verifier.ts';
import { deviceSrpAuth } from './challenges/device-srp-auth.ts';
import { mfaSetup } from './challenges/mfa-setup.ts';
import { newPasswordRequired } from './challenges/new-password-required.ts';
import { adminPassword, password, passwordSrp } from './challenges/password.ts';
import { passwordVerifier } from './challenges/password-verifier.ts';
import { selectChallenge } from './challenges/select-challenge.ts';
import { selectMfaType } from './challenges/select-mfa-type.ts';
import { softwareTokenMfa } from './challenges/software-token-mfa.ts';
import { webAuthn } from './challenges/web-authn.ts';
import type { Challenge } from './sign-in.ts';

/** Every challenge of the API. Loaded when a sign-in reaches one: many sign-ins reach none. */
export const challenges: Readonly<Record<ChallengeName, Challenge>> = {
  ADMIN_NO_SRP_AUTH: adminPassword,
  CUSTOM_CHALLENGE: customChallenge,
  DEVICE_PASSWORD_VERIFIER: devicePasswordVerifier,
  DEVICE_SRP_AUTH: deviceSrpAuth,
  EMAIL_OTP: emailOtp,
  MFA_SETUP: mfaSetup,
  NEW_PASSWORD_REQUIRED: newPasswordRequired,
  PASSWORD: password,
  PASSWORD_SRP: passwordSrp,
  PASSWORD_VERIFIER: passwordVerifier,
  SELECT_CHALLENGE: selectChallenge,
  SELECT_MFA_TYPE: selectMfaType,
  SMS_MFA: smsMfa,
  SMS_OTP: smsOtp,
  SOFTWARE_TOKEN_MFA: softwareTokenMfa,
  WEB_AUTHN: webAuthn,
};
