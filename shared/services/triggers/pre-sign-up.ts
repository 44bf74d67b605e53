import * as v from 'valibot';
import { type CallTrigger, unrecognizable } from './call.ts';
import { type PreSignUp, type SignUpDecision, undecided } from './triggers.ts';

const decision = v.object({
  autoConfirmUser: v.nullish(v.boolean(), false),
  autoVerifyEmail: v.nullish(v.boolean(), false),
  autoVerifyPhone: v.nullish(v.boolean(), false),
});

/**
 * Asks whether someone may sign up. Its decisions count only for SignUp; for AdminCreateUser, only its refusal counts.
 */
export const preSignUp = async (call: CallTrigger, on: PreSignUp): Promise<SignUpDecision> => {
  const decided = await call({
    source: on.source,
    occasion: on,
    username: on.username,
    request: { userAttributes: on.attributes, validationData: on.validationData ?? null },
    blank: { ...undecided },
    response: decision,
  });
  if (on.source === 'PreSignUp_AdminCreateUser') return undecided;
  const { autoVerifyEmail, autoVerifyPhone } = decided;
  const verifiesNothing = (autoVerifyEmail && !on.attributes.email) || (autoVerifyPhone && !on.attributes.phone_number);
  if (verifiesNothing) throw unrecognizable();
  return decided;
};
