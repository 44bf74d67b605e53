import { codeChallenge } from '#shared/services/sign-in/challenges/code.ts';
import { customChallenge } from '#shared/services/sign-in/challenges/custom-challenge.ts';
import { devicePasswordVerifierChallenge } from '#shared/services/sign-in/challenges/device-password-verifier.ts';
import { deviceSrpAuthChallenge } from '#shared/services/sign-in/challenges/device-srp-auth.ts';
import { mfaSetupChallenge } from '#shared/services/sign-in/challenges/mfa-setup.ts';
import { newPasswordRequiredChallenge } from '#shared/services/sign-in/challenges/new-password-required.ts';
import { passwordChallenge, passwordSrpChallenge } from '#shared/services/sign-in/challenges/password.ts';
import { passwordVerifierChallenge } from '#shared/services/sign-in/challenges/password-verifier.ts';
import { selectChallenge } from '#shared/services/sign-in/challenges/select-challenge.ts';
import { selectMfaTypeChallenge } from '#shared/services/sign-in/challenges/select-mfa-type.ts';
import { softwareTokenMfaChallenge } from '#shared/services/sign-in/challenges/software-token-mfa.ts';
import { webAuthnChallenge } from '#shared/services/sign-in/challenges/web-authn.ts';
import { createRespondToChallenge } from '#shared/services/sign-in/respond-to-challenge.ts';
import { once } from './once.ts';
import { signInSteps } from './sign-in-steps.ts';

/** Goes on with sign-ins, by challenge. */
export const respondToChallenge = once(() => {
  const deps = signInSteps();
  return createRespondToChallenge({
    ADMIN_NO_SRP_AUTH: passwordChallenge('ADMIN_NO_SRP_AUTH')(deps),
    CUSTOM_CHALLENGE: customChallenge(deps),
    DEVICE_PASSWORD_VERIFIER: devicePasswordVerifierChallenge(deps),
    DEVICE_SRP_AUTH: deviceSrpAuthChallenge(deps),
    EMAIL_OTP: codeChallenge('EMAIL_OTP')(deps),
    MFA_SETUP: mfaSetupChallenge(deps),
    NEW_PASSWORD_REQUIRED: newPasswordRequiredChallenge(deps),
    PASSWORD: passwordChallenge('PASSWORD')(deps),
    PASSWORD_SRP: passwordSrpChallenge(deps),
    PASSWORD_VERIFIER: passwordVerifierChallenge(deps),
    SELECT_CHALLENGE: selectChallenge(deps),
    SELECT_MFA_TYPE: selectMfaTypeChallenge(deps),
    SMS_MFA: codeChallenge('SMS_MFA')(deps),
    SMS_OTP: codeChallenge('SMS_OTP')(deps),
    SOFTWARE_TOKEN_MFA: softwareTokenMfaChallenge(deps),
    WEB_AUTHN: webAuthnChallenge(deps),
  });
});
