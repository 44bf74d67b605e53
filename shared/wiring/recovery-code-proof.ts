import { createProveRecoveryCode } from '#shared/services/sign-in/recovery-code-proof.ts';
import { attempts } from './attempts.ts';
import { once } from './once.ts';
import { recoveryCodes } from './recovery-codes.ts';

export const proveRecoveryCode = once(() =>
  createProveRecoveryCode({ attempts: attempts(), recoveryCodes: recoveryCodes() }),
);
