import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import type { Challenge } from './sign-in.ts';

// Each is loaded when a sign-in reaches it: few reach more than one.
const challenges: Readonly<Record<ChallengeName, () => Promise<Challenge>>> = {
  ADMIN_NO_SRP_AUTH: async () => (await import('./challenges/password.ts')).adminPassword,
  CUSTOM_CHALLENGE: async () => (await import('./challenges/custom-challenge.ts')).customChallenge,
  DEVICE_PASSWORD_VERIFIER: async () =>
    (await import('./challenges/device-password-verifier.ts')).devicePasswordVerifier,
  DEVICE_SRP_AUTH: async () => (await import('./challenges/device-srp-auth.ts')).deviceSrpAuth,
  EMAIL_OTP: async () => (await import('./challenges/code.ts')).emailOtp,
  MFA_SETUP: async () => (await import('./challenges/mfa-setup.ts')).mfaSetup,
  NEW_PASSWORD_REQUIRED: async () => (await import('./challenges/new-password-required.ts')).newPasswordRequired,
  PASSWORD: async () => (await import('./challenges/password.ts')).password,
  PASSWORD_SRP: async () => (await import('./challenges/password.ts')).passwordSrp,
  PASSWORD_VERIFIER: async () => (await import('./challenges/password-verifier.ts')).passwordVerifier(),
  SELECT_CHALLENGE: async () => (await import('./challenges/select-challenge.ts')).selectChallenge,
  SELECT_MFA_TYPE: async () => (await import('./challenges/select-mfa-type.ts')).selectMfaType,
  SMS_MFA: async () => (await import('./challenges/code.ts')).smsMfa,
  SMS_OTP: async () => (await import('./challenges/code.ts')).smsOtp,
  SOFTWARE_TOKEN_MFA: async () => (await import('./challenges/software-token-mfa.ts')).softwareTokenMfa,
  WEB_AUTHN: async () => (await import('./challenges/web-authn.ts')).webAuthn,
};

/** The challenge of that name. */
export const challengeOf = (name: ChallengeName): Promise<Challenge> => challenges[name]();
