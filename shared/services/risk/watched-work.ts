import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { authEventRepository } from '#shared/data/users/auth-event-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { LeakedPasswordRefusal } from '#shared/domain/leaked-passwords/leaked-password-refusal.ts';
import { type AuthEvent, eventLifetimeMs, nobodyLifetimeMs, unscored } from '#shared/domain/risk/auth-event.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin, Side } from '../sessions/origin.ts';
import { noteRisk, toAuthEvent } from './auth-events.ts';
import { refuseBlocked } from './blocked-addresses.ts';
import { locatedOrigin } from './located-origin.ts';
import { logEvent } from './logged-events.ts';
import type { Noted, Noting } from './noting.ts';

/** What somebody asks for in the name of a user. */
export interface ProtectedRequest {
  readonly app: ClientRecord;
  readonly type: Exclude<AuthEvent['type'], 'SignIn'>;
  readonly origin: Origin;
  readonly side: Side;
}

type Outcome = Pick<AuthEvent, 'response'> & { readonly compromised?: boolean };

/** An event, how it is written, and how it is told in the pool's log once it is written. */
interface NotedEvent {
  readonly write: Write;
  readonly tell: () => Promise<void>;
}

// Of nobody, as much is written, so that it takes as long.
const notedEvent = (
  { app: { pool, client }, type, origin, side }: ProtectedRequest,
  id: string,
  { userKey, user }: Noted,
  { response, compromised = false }: Outcome,
): NotedEvent => {
  const risk = { ...unscored, compromised };
  const event = toAuthEvent({ id, type, response, risk, sub: user?.sub ?? '', clientId: client.id, origin, side });
  const { requestId } = origin;
  return {
    write: authEventRepository().put(pool.id, userKey, event, user ? eventLifetimeMs : nobodyLifetimeMs),
    tell: () => logEvent(pool, { ...event, userName: user?.username ?? '', requestId, idpName: undefined }),
  };
};

/**
 * The work with its event, which the work writes together with what it does. What fails is noted where the work said by
 * then whom it is about: so nobody has events written who proves nothing, or asks too often. A sign-up never says it, as an
 * attempt under the name of somebody else is none of that user's.
 */
export const watched = async <Result>(
  request: ProtectedRequest,
  isActing: boolean,
  work: (noting: Noting) => Promise<Result>,
): Promise<Result> => {
  if (isActing) refuseBlocked(request.app, request.origin, request.type);
  const located = { ...request, origin: await locatedOrigin(request.origin) };
  const id = newSignInId(now());
  let subject: Noted | undefined;
  let passed: NotedEvent | undefined;
  const noting: Noting = {
    about: (record) => {
      subject = record;
    },
    done: (record) => {
      passed = notedEvent(located, id, record, { response: 'Pass' });
      return [passed.write];
    },
    over: () => {
      subject = undefined;
    },
  };
  try {
    const result = await work(noting);
    await passed?.tell();
    return result;
  } catch (error) {
    const compromised = error instanceof LeakedPasswordRefusal;
    if (compromised) noteRisk({ type: request.type, risk: { ...unscored, compromised, decision: 'Block' } });
    if (error instanceof CognitoException && subject) {
      // It replaces what was written before a message failed.
      const failed = notedEvent(located, id, subject, { response: 'Fail', compromised });
      await table().write([failed.write]);
      await failed.tell();
    }
    throw error;
  }
};
