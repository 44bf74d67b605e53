import { codeFor } from '#tests/support/mailbox.ts';
import { makeUser } from '#tests/support/pools.ts';
import { answerChallenge, signIn } from '#tests/support/sign-in.ts';
import { ask, loa, makeLevelPool } from '#tests/support/step-up.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const pool = once(() => makeLevelPool());

/** A user with a token for the password alone, and the request that steps it up by a code. */
const holder = async () => {
  const user = await makeUser(await pool());
  const { AccessToken } = await signIn(await pool(), user);
  const stepUp = async () => ask(await pool(), user.username, { TARGET_ACR_VALUES: loa(3), ACCESS_TOKEN: AccessToken });
  return { ...user, stepUp };
};

export const levels: readonly Scenario[] = [
  {
    operation: 'InitiateAuth',
    way: 'step-up of a token, by a code by e-mail',
    prepare: async () => {
      const { stepUp } = await holder();
      return () => stepUp();
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'code by e-mail, step-up of a token',
    prepare: async () => {
      const { username: USERNAME, email, stepUp } = await holder();
      const asked = await stepUp();
      const EMAIL_OTP_CODE = await codeFor(email);
      return async () => answerChallenge(await pool(), asked, { USERNAME, EMAIL_OTP_CODE });
    },
  },
];
