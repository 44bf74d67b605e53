import { askSoftwareTokenMfa } from '#shared/services/sign-in/challenges/ask-software-token-mfa.ts';
import { askWebAuthn } from '#shared/services/sign-in/challenges/ask-web-authn.ts';
import { askCode } from '#shared/services/sign-in/challenges/code.ts';
import { askCustomChallenge } from '#shared/services/sign-in/challenges/custom-challenge.ts';
import { askDevicePasswordVerifier } from '#shared/services/sign-in/challenges/device-password-verifier.ts';
import { askDeviceSrpAuth } from '#shared/services/sign-in/challenges/device-srp-auth.ts';
import { askMfaSetup } from '#shared/services/sign-in/challenges/mfa-setup.ts';
import { askNewPasswordRequired } from '#shared/services/sign-in/challenges/new-password-required.ts';
import { askPassword } from '#shared/services/sign-in/challenges/password.ts';
import { askPasswordVerifier } from '#shared/services/sign-in/challenges/password-verifier.ts';
import { askSelectChallenge } from '#shared/services/sign-in/challenges/select-challenge.ts';
import { askSelectMfaType } from '#shared/services/sign-in/challenges/select-mfa-type.ts';
import { createChoose } from '#shared/services/sign-in/choice.ts';
import { createContinueSignUp } from '#shared/services/sign-in/continued-sign-up.ts';
import { createCustomSignIns } from '#shared/services/sign-in/custom/custom-sign-ins.ts';
import { createDefine } from '#shared/services/sign-in/custom/define.ts';
import { createFindFirstProof } from '#shared/services/sign-in/first-proof.ts';
import { createGoOn } from '#shared/services/sign-in/go-on.ts';
import { createIdentification } from '#shared/services/sign-in/identification.ts';
import { createProvePassword } from '#shared/services/sign-in/password-proof.ts';
import type { Asks } from '#shared/services/sign-in/sign-in.ts';
import { attempts } from './attempts.ts';
import { clientSecrets } from './client-secrets.ts';
import { codes } from './codes.ts';
import { messageLimits } from './message-limits.ts';
import { messages } from './messages.ts';
import { once } from './once.ts';
import { passwords } from './passwords.ts';
import { proveRecoveryCode } from './recovery-code-proof.ts';
import { sealing } from './sealing.ts';
import { challengeSessions } from './sign-in-sessions.ts';
import {
  customSignInRepository,
  deviceRepository,
  passkeyRepository,
  softwareTokenRepository,
  table,
  userRepository,
} from './store.ts';
import { messageTiming } from './timing.ts';
import { tokens } from './tokens.ts';
import { triggers } from './triggers.ts';
import { userChanges, users } from './users.ts';

/** What flows and challenges have in common: how a sign-in goes on. */
export const signInSteps = once(() => {
  const own = {
    attempts: attempts(),
    clientSecrets: clientSecrets(),
    codes: codes(),
    customSignIns: createCustomSignIns({ customSignIns: customSignInRepository(), sealing: sealing() }),
    deviceRepository: deviceRepository(),
    findFirstProof: createFindFirstProof({ table: table(), userRepository: userRepository() }),
    limits: messageLimits(),
    messages: messages(),
    messageTiming: messageTiming(),
    passkeys: passkeyRepository(),
    passwords: passwords(),
    proveRecoveryCode: proveRecoveryCode(),
    sealing: sealing(),
    challengeSessions: challengeSessions(),
    softwareTokenRepository: softwareTokenRepository(),
    triggers: triggers(),
    userChanges: userChanges(),
    users: users(),
  };

  const asks: Asks = {
    ADMIN_NO_SRP_AUTH: askPassword(),
    CUSTOM_CHALLENGE: askCustomChallenge(own),
    DEVICE_PASSWORD_VERIFIER: askDevicePasswordVerifier(own),
    DEVICE_SRP_AUTH: askDeviceSrpAuth(),
    EMAIL_OTP: askCode('EMAIL_OTP')(own),
    MFA_SETUP: askMfaSetup(),
    NEW_PASSWORD_REQUIRED: askNewPasswordRequired(),
    PASSWORD: askPassword(),
    PASSWORD_SRP: askPassword(),
    PASSWORD_VERIFIER: askPasswordVerifier(own),
    SELECT_CHALLENGE: askSelectChallenge(),
    SELECT_MFA_TYPE: askSelectMfaType(),
    SMS_MFA: askCode('SMS_MFA')(own),
    SMS_OTP: askCode('SMS_OTP')(own),
    SOFTWARE_TOKEN_MFA: askSoftwareTokenMfa(),
    WEB_AUTHN: askWebAuthn(),
  };

  const goOn = createGoOn({
    asks: () => asks,
    define: createDefine(own),
    deviceRepository: own.deviceRepository,
    challengeSessions: challengeSessions(),
    tokens: tokens(),
    triggers: triggers(),
    write: table().write,
  });

  const identification = createIdentification(own);
  const provePassword = createProvePassword(own);
  const choose = createChoose({ ...own, goOn, provePassword });
  const continueSignUp = createContinueSignUp({ ...own, identification, goOn });
  return { ...own, identification, choose, continueSignUp, goOn, provePassword };
});
