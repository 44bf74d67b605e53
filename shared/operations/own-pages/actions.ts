/** Which action counts at which step. */
import type { TransactionStep } from '#shared/domain/oauth/transaction.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { TransactionRequest } from '#shared/wire/transaction.ts';
import { confirm, goTo, resend, resetPassword, sendCode, signUp } from './account-actions.ts';
import type { Move } from './moves.ts';
import { answer, newAccount, signIn, signInAs, signInByPasskey } from './sign-in-actions.ts';
import type { StepOf, TransactionCall } from './transaction-call.ts';

type Actions<Name extends TransactionStep['step']> = {
  readonly [Action in TransactionRequest['action']]?: (
    call: TransactionCall,
    given: TransactionRequest,
    at: StepOf<Name>,
  ) => Promise<Move>;
};

const signInActions = { goTo, newAccount, passkey: signInByPasskey, signIn };

const actions: { readonly [Name in TransactionStep['step']]: Actions<Name> } = {
  signIn: signInActions,
  account: { ...signInActions, continue: signInAs },
  challenge: { answer, goTo },
  signUp: { goTo, signUp },
  confirmSignUp: { confirm, goTo, resend },
  forgotPassword: { goTo, sendCode },
  resetPassword: { goTo, resetPassword, sendCode },
  done: {},
};

const takes = <Name extends TransactionStep['step']>(name: Name, action: TransactionRequest['action']) => {
  const all: Actions<Name> = actions[name];
  const found = all[action];
  if (found) return found;
  throw new CognitoException('InvalidParameterException', `The step ${name} takes no action ${action}.`);
};

/** Does what the page asks at the step that the transaction waits for. Throws the exceptions of the API. */
export const act = (call: TransactionCall, given: TransactionRequest): Promise<Move> => {
  const { at } = call.transaction;
  switch (at.step) {
    case 'account':
      return takes(at.step, given.action)(call, given, at);
    case 'challenge':
      return takes(at.step, given.action)(call, given, at);
    case 'confirmSignUp':
      return takes(at.step, given.action)(call, given, at);
    case 'resetPassword':
      return takes(at.step, given.action)(call, given, at);
    case 'forgotPassword':
      return takes(at.step, given.action)(call, given, at);
    case 'signUp':
      return takes(at.step, given.action)(call, given, at);
    case 'signIn':
      return takes(at.step, given.action)(call, given, at);
    case 'done':
      return takes(at.step, given.action)(call, given, at);
  }
};
