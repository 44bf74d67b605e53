import { authEventRepository } from '#shared/data/users/auth-event-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin } from '../sessions/origin.ts';
import { toAuthEvent } from './auth-events.ts';

/** A sign-in that another issuer vouches for, by a token instead of a page. */
export interface VouchedSignIn {
  readonly app: ClientRecord;
  readonly userKey: string;
  readonly user: User;
  readonly signInId: string;
  readonly origin: Origin;
}

/** The write of its event. Like one through a provider, it is noted and not scored. */
export const noteVouched = ({ app: { pool, client }, userKey, user, signInId: id, origin }: VouchedSignIn): Write => {
  const happened = { id, type: 'SignIn', response: 'Pass', side: 'public' } as const;
  const event = toAuthEvent({ ...happened, sub: user.sub, clientId: client.id, origin });
  return authEventRepository().put(pool.id, userKey, event);
};
