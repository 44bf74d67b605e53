import * as v from 'valibot';
import { type CallTrigger, functionFor, unrecognizable } from './call.ts';
import type { SignUpDecision, Triggers } from './triggers.ts';

const decision = v.object({
  autoConfirmUser: v.nullish(v.boolean(), false),
  autoVerifyEmail: v.nullish(v.boolean(), false),
  autoVerifyPhone: v.nullish(v.boolean(), false),
});

const undecided: SignUpDecision = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };

/** Asks whether someone may sign up. What it decides counts for SignUp only; only its refusal counts for AdminCreateUser. */
export const preSignUp =
  (call: CallTrigger): Triggers['preSignUp'] =>
  async (on) => {
    const functionArn = functionFor(on.pool, 'PreSignUp');
    if (!functionArn) return undecided;
    const decided = await call({
      trigger: 'PreSignUp',
      functionArn,
      source: on.source,
      occasion: on,
      username: on.username,
      request: { userAttributes: on.attributes, validationData: on.validationData ?? null },
      blank: { ...undecided },
      response: decision,
    });
    if (on.source === 'PreSignUp_AdminCreateUser') return undecided;
    const { autoVerifyEmail, autoVerifyPhone } = decided;
    const verifiesNothing =
      (autoVerifyEmail && !on.attributes.email) || (autoVerifyPhone && !on.attributes.phone_number);
    if (verifiesNothing) throw unrecognizable();
    return decided;
  };
