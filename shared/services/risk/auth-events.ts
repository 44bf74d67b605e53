import { now } from '#shared/config/clock.ts';
import type { AuthEvent } from '#shared/domain/risk/auth-event.ts';
import { unscored } from '#shared/domain/risk/auth-event.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import { noteOnCall, notesOfCall } from '#shared/observability/call.ts';
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

type Noted = Pick<Happened, 'type'> & { readonly risk: AuthEvent['risk'] };

/** Notes what was thought of a sign-in, a sign-up or a change of a password. What a provider vouches for is not scored. */
export const noteRisk = ({ type, risk: { level, compromised, decision } }: Noted): void => {
  if (notesOfCall()?.attempt === 'Federation' || type === 'ForgotPassword' || type === 'ResendCode') return;
  const risk = { operation: type, level, isCompromised: compromised, isBlocked: decision === 'Block' };
  noteOnCall({ risk });
};

/** The event of what happened now. It has an id of its own, unless it is that of a sign-in. */
export const toAuthEvent = ({
  origin,
  side,
  id,
  risk = unscored,
  challenges,
  attempt,
  ...happened
}: Happened): AuthEvent => {
  noteRisk({ type: happened.type, risk });
  return {
    ...happened,
    id: id ?? newSignInId(now()),
    createdAt: now(),
    risk,
    challenges: challenges ?? [],
    context: contextOf(origin, side),
    attempt: attempt ?? attemptOf(origin),
  };
};
