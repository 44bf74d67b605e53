import { CognitoException } from '#shared/errors/exception.ts';

/** The refusal of a new password that is known elsewhere, so that an event can say so. */
export class LeakedPasswordRefusal extends CognitoException {
  constructor(message: string) {
    super('InvalidPasswordException', message);
  }
}
