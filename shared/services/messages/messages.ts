import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { MessageSource, Occasion } from '../triggers/triggers.ts';
import type { Permit } from './message-limits.ts';

/** Where a message was sent, as the API shows it: with the destination masked. */
export interface CodeDelivery {
  readonly AttributeName: ContactAttribute;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly Destination: string;
}

export interface Message extends Occasion {
  readonly source: MessageSource;
  readonly user: User;
  readonly attribute: ContactAttribute;
  /** The address or number. It is not always the user's present one. */
  readonly destination: string;
  /** A verification code, or a temporary password for CustomMessage_AdminCreateUser. */
  readonly secret: string;
  /** How long the secret is valid, where the pool's settings do not tell. */
  readonly validMs?: number;
  /** From MessageLimits: proves that the message was counted. */
  readonly permit: Permit;
}

/** Sends a code with the text of the pool's templates or its CustomMessage trigger. */
export interface Messages {
  /** Throws CodeDeliveryFailureException, and what the trigger throws. */
  readonly send: (message: Message) => Promise<CodeDelivery>;
}
