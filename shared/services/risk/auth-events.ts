import { now } from '#shared/config/clock.ts';
import type { AuthEvent } from '#shared/domain/risk/auth-event.ts';
import { unscored } from '#shared/domain/risk/auth-event.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import type { Origin, Side } from '../sessions/origin.ts';
import { attemptOf, contextOf } from './attempt.ts';

/** What happened, to whom, and from where. */
export interface Happened extends Partial<Pick<AuthEvent, 'id' | 'risk' | 'challenges' | 'attempt'>> {
  readonly type: AuthEvent['type'];
  readonly response: AuthEvent['response'];
  readonly sub: string;
  readonly clientId: string;
  readonly origin: Origin;
  readonly side: Side;
}

/** The event of what happened now. It has an id of its own, unless it is that of a sign-in. */
export const toAuthEvent = ({ origin, side, id, risk, challenges, attempt, ...happened }: Happened): AuthEvent => ({
  ...happened,
  id: id ?? newSignInId(now()),
  createdAt: now(),
  risk: risk ?? unscored,
  challenges: challenges ?? [],
  context: contextOf(origin, side),
  attempt: attempt ?? attemptOf(origin),
});
