import { CognitoException } from './exception.ts';

/** Why a pool's own key is of no use, by the names of KMS's errors. Its other errors pass, or are faults of ours. */
const reasons = {
  AccessDeniedException: 'this deployment has no right to it',
  DisabledException: 'it is disabled',
  InvalidArnException: 'there is no such ARN',
  InvalidKeyUsageException: 'it is no symmetric key for encryption',
  KMSInvalidStateException: 'its state does not allow it',
  NotFoundException: 'it does not exist',
} as const;

type KeyFault = keyof typeof reasons;

const isKeyFault = (name: string): name is KeyFault => Object.hasOwn(reasons, name);

/** A pool's own key cannot be used, which only its owner can mend. Anybody may hear it, so it names no key. */
export class KeyUnusable extends CognitoException {
  readonly reason: string;

  constructor(fault: KeyFault, options?: ErrorOptions) {
    super('InvalidParameterException', `The KMS key of the user pool cannot be used: ${reasons[fault]}.`, options);
    this.reason = reasons[fault];
  }
}

/** What an error of KMS about a pool's own key means: KeyUnusable where its owner can mend it, else the error itself. */
export const keyFailure = (error: unknown): unknown =>
  error instanceof Error && isKeyFault(error.name) ? new KeyUnusable(error.name, { cause: error }) : error;
