import { table } from '#shared/data/table.ts';
import { authEventRepository } from '#shared/data/users/auth-event-repository.ts';
import { LeakedPasswordRefusal } from '#shared/domain/leaked-passwords/leaked-password-refusal.ts';
import { type AuthEvent, eventLifetimeMs, nobodyLifetimeMs, unscored } from '#shared/domain/risk/auth-event.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin, Side } from '../sessions/origin.ts';
import { users } from '../users/users.ts';
import { toAuthEvent } from './auth-events.ts';
import { refuseBlocked } from './blocked-addresses.ts';

/** What somebody asks for in the name of a user. */
export interface ProtectedRequest {
  readonly app: ClientRecord;
  readonly type: Exclude<AuthEvent['type'], 'SignIn'>;
  /** As typed. */
  readonly username: string;
  readonly origin: Origin;
  readonly side: Side;
}

// Of nobody, as much is written, so that it takes as long.
const noteOutcome = async (
  { app, type, username, origin, side }: ProtectedRequest,
  { response, compromised = false }: Pick<AuthEvent, 'response'> & { readonly compromised?: boolean },
): Promise<void> => {
  const { pool, client } = app;
  const { user, userKey } = await users().find(pool, username);
  const risk = { ...unscored, compromised };
  const event = toAuthEvent({ type, response, risk, sub: user?.sub ?? '', clientId: client.id, origin, side });
  const lifetimeMs = user ? eventLifetimeMs : nobodyLifetimeMs;
  await table().write([authEventRepository().put(pool.id, userKey, event, lifetimeMs)]);
};

/** The work with its event. An attempt to sign up under the name of somebody else is none of that user's. */
export const watched = async <Result>(
  request: ProtectedRequest,
  isActing: boolean,
  work: () => Promise<Result>,
): Promise<Result> => {
  if (isActing) refuseBlocked(request.app, request.origin);
  try {
    const result = await work();
    await noteOutcome(request, { response: 'Pass' });
    return result;
  } catch (error) {
    if (error instanceof CognitoException && request.type !== 'SignUp') {
      await noteOutcome(request, { response: 'Fail', compromised: error instanceof LeakedPasswordRefusal });
    }
    throw error;
  }
};
