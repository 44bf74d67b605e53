/** Events of threat protection in the log of their pool. */
import { now } from '#shared/config/clock.ts';
import { authEventRecord, type LoggedEvent } from '#shared/domain/log-delivery/log-records.ts';
import type { AuthEvent } from '#shared/domain/risk/auth-event.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { deliverLog } from '../log-delivery/log-delivery.ts';
import type { Origin, Side } from '../sessions/origin.ts';
import { contextOf } from './attempt.ts';

/** Sends an event to where the pool wants its events, if it wants them. Of nobody, too, so that it takes as long. */
export const logEvent = (pool: UserPool, event: Omit<LoggedEvent, 'userPoolId'>): Promise<void> =>
  deliverLog(pool, 'userAuthEvents', () => authEventRecord({ ...event, userPoolId: pool.id }, now()));

/** What became of a sign-in, and whose it is. */
interface LoggedSignIn extends Pick<AuthEvent, 'id' | 'response' | 'challenges' | 'risk'> {
  readonly app: ClientRecord;
  /** Undefined for nobody. */
  readonly user: User | undefined;
  readonly origin: Origin;
  readonly side: Side;
  readonly isFederated?: boolean;
}

// With several providers, it is not known by which one.
const onlyProvider = (identities: User['identities'] = []): string | undefined =>
  identities.length === 1 ? identities[0]?.providerName : undefined;

/** The same for a sign-in. */
export const logSignIn = ({ app, user, origin, side, isFederated, ...event }: LoggedSignIn): Promise<void> =>
  logEvent(app.pool, {
    ...event,
    type: 'SignIn',
    sub: user?.sub ?? '',
    userName: user?.username ?? '',
    clientId: app.client.id,
    createdAt: now(),
    context: contextOf(origin, side),
    requestId: origin.requestId,
    idpName: isFederated ? onlyProvider(user?.identities) : undefined,
  });
