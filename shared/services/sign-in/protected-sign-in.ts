/** Threat protection in sign-ins. Loaded only where a pool has it on. */
import type { AccountTakeoverEventActionType } from '@aws-sdk/client-cognito-identity-provider';
import { table } from '#shared/data/table.ts';
import { authEventRepository } from '#shared/data/users/auth-event-repository.ts';
import { riskMemoryRepository, toRiskMemory } from '#shared/data/users/risk-memory-repository.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import { assessRisk, type RiskAssessment } from '#shared/domain/risk/assess.ts';
import type { RiskAttempt } from '#shared/domain/risk/attempt.ts';
import {
  type AuthEvent,
  type EventChallenge,
  eventLevel,
  eventLifetimeMs,
  nobodyLifetimeMs,
} from '#shared/domain/risk/auth-event.ts';
import { emptyHistory, type RiskHistory, remember } from '#shared/domain/risk/history.ts';
import { isInRanges } from '#shared/domain/risk/ip-ranges.ts';
import { riskConfigurationOf } from '#shared/domain/risk/risk-configuration.ts';
import { historyOf } from '#shared/domain/risk/risk-memory.ts';
import { hasFactor, hasPassword, hasSecondFactor, type Step } from '#shared/domain/sign-in/next-step.ts';
import { addressText, riskText } from '#shared/domain/sign-in/refusal-texts.ts';
import type { Trail, TrailRisk } from '#shared/domain/sign-in/trail.ts';
import { deviceTracking, passkeyIsTwoFactors } from '#shared/domain/user-pools/factors.ts';
import { protectionMode } from '#shared/domain/user-pools/settings.ts';
import { attemptOf } from '../risk/attempt.ts';
import { toAuthEvent } from '../risk/auth-events.ts';
import { locatedOrigin } from '../risk/located-origin.ts';
import { logSignIn } from '../risk/logged-events.ts';
import { notifyUser } from '../risk/notifications.ts';
import type { UserRecord } from '../users/users.ts';
import type { ProofSubject } from './attempts.ts';
import { type KnownProgress, secondFactorsNow } from './progress.ts';

/** What was found of a sign-in just now. */
export interface Scoring {
  readonly risk: TrailRisk;
  /** Why the sign-in is refused, if it is. */
  readonly refusal?: string;
  readonly assessment: RiskAssessment;
  readonly attempt: RiskAttempt;
  /** What the configuration wants where the user is to be told of it. */
  readonly notice?: AccountTakeoverEventActionType;
}

// Once something is proved; in a custom sign-in once all is. Before that, nobody learns anything.
const isDue = ({ flow, proved, risk }: Trail): boolean =>
  risk === undefined && (flow === 'CUSTOM_AUTH' ? proved.includes('ISSUE_TOKENS') : hasFactor({ proved }));

const isFederated = ({ flow }: Trail): boolean => flow === 'FEDERATION';

const memoryOf = ({ riskMemory, user }: UserRecord): RiskHistory =>
  historyOf(riskMemory && toRiskMemory(riskMemory), user.sub);

const riskless: RiskAssessment = { level: 'NONE', score: 0, reasons: [] };

// From where members of the user's groups may sign in.
const isElsewhere = ({ app: { pool }, user, origin: { sourceIp } }: KnownProgress): boolean => {
  const joined = new Set(user.groups.map(({ name }) => name));
  return (pool.risk?.settings?.groups ?? [])
    .filter(({ group }) => joined.has(group))
    .some(
      ({ allowed, blocked }) =>
        isInRanges(sourceIp, blocked) || (allowed !== undefined && !isInRanges(sourceIp, allowed)),
    );
};

const actionAt = ({ app }: KnownProgress, level: RiskAssessment['level']) => {
  const { LowAction, MediumAction, HighAction } =
    riskConfigurationOf(app)?.AccountTakeoverRiskConfiguration?.Actions ?? {};
  return { NONE: undefined, LOW: LowAction, MEDIUM: MediumAction, HIGH: HighAction }[level];
};

type Consequence = Pick<Scoring, 'refusal'> & Pick<TrailRisk, 'needsFactor'>;

// A remembered device is asked to prove itself anyway, and then stands for a second factor.
const hasProvedTwo = ({ app: { pool }, trail: { proved } }: KnownProgress, device: Device | undefined): boolean =>
  (device?.remembered === true && deviceTracking(pool)?.standsForSecondFactor === true) ||
  hasSecondFactor({ proved, passkeyIsTwoFactors: passkeyIsTwoFactors(pool), device: 'none' });

const consequenceOf = (
  progress: KnownProgress,
  device: Device | undefined,
  level: RiskAssessment['level'],
): Consequence => {
  const action = actionAt(progress, level)?.EventAction ?? 'NO_ACTION';
  if (action === 'NO_ACTION') return {};
  if (action === 'BLOCK') return { refusal: riskText };
  if (hasProvedTwo(progress, device)) return {};
  const { usable, canSetUp } = secondFactorsNow(progress, true);
  if (usable.length > 0) return { needsFactor: true };
  if (action === 'MFA_IF_CONFIGURED') return {};
  const maySetUp = progress.app.pool.risk?.settings?.withoutFactor === 'SET_UP' && canSetUp.length > 0;
  return maySetUp ? { needsFactor: true } : { refusal: riskText };
};

/**
 * Holds a sign-in against those before it, and says what follows. Undefined where it is too early for that, and where it
 * was done before.
 */
export const score = async (progress: KnownProgress, device: Device | undefined): Promise<Scoring | undefined> => {
  const { app, trail, record } = progress;
  if (!isDue(trail)) return undefined;
  const origin = await locatedOrigin(progress.origin);
  const isActing = protectionMode(app.pool, trail.flow) === 'ENFORCED';
  const attempt = attemptOf(origin, trail.deviceKey === undefined ? undefined : device !== undefined);
  const exceptions = riskConfigurationOf(app)?.RiskExceptionConfiguration;
  const isBlocked = !isFederated(trail) && isInRanges(origin.sourceIp, exceptions?.BlockedIPRangeList);
  if (isActing && (isBlocked || isElsewhere(progress))) {
    return { risk: { level: 'NONE' }, refusal: addressText, assessment: riskless, attempt };
  }
  // What a provider vouches for is not scored.
  const isScored = !isFederated(trail) && !(isActing && isInRanges(origin.sourceIp, exceptions?.SkippedIPRangeList));
  const assessment = isScored ? assessRisk(memoryOf(record), attempt) : riskless;
  const { level } = assessment;
  const { refusal, needsFactor } = isActing ? consequenceOf(progress, device, level) : {};
  const action = isActing ? actionAt(progress, level) : undefined;
  return {
    risk: { level, ...(needsFactor && { needsFactor }) },
    ...(refusal !== undefined && { refusal }),
    assessment,
    attempt,
    ...(action?.Notify && action.EventAction && { notice: action.EventAction }),
  };
};

const second: ReadonlySet<string> = new Set(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);

// A code by e-mail is a second factor after a password.
const challengesOf = ({ proved }: Trail): readonly EventChallenge[] => {
  const withMfa = proved.some((one) => second.has(one)) || (proved.includes('EMAIL_OTP') && hasPassword({ proved }));
  return [
    ...(hasPassword({ proved }) ? ([{ name: 'Password', response: 'Success' }] as const) : []),
    ...(withMfa ? ([{ name: 'Mfa', response: 'Success' }] as const) : []),
  ];
};

const responses = { refuse: 'Fail', challenge: 'InProgress', tokens: 'Pass' } as const;

const riskOf = (
  { level: found, reasons }: RiskAssessment,
  refusal?: string,
  leakedPassword?: Trail['leakedPassword'],
): AuthEvent['risk'] => {
  const level = eventLevel(found);
  const isBlocked = refusal !== undefined || leakedPassword === 'refused';
  return {
    decision: isBlocked ? 'Block' : level === undefined ? 'NoRisk' : 'AccountTakeover',
    ...(level !== undefined && { level }),
    reasons,
    compromised: leakedPassword !== undefined,
  };
};

const eventOf = (
  { app, user, trail, origin, side }: KnownProgress,
  { refusal, assessment, attempt }: Scoring,
  response: AuthEvent['response'],
): AuthEvent =>
  toAuthEvent({
    id: trail.signInId,
    type: 'SignIn',
    response,
    sub: user.sub,
    clientId: app.client.id,
    origin,
    side,
    attempt,
    risk: riskOf(assessment, refusal, trail.leakedPassword),
    challenges: challengesOf(trail),
  });

// What a sign-in that was scored before is thought of.
const riskOfTrail = ({ risk, leakedPassword }: Trail): AuthEvent['risk'] =>
  riskOf({ ...riskless, level: risk?.level ?? 'NONE' }, undefined, leakedPassword);

/** Writes the event of a sign-in, or has it written with what the next step writes, and what is to be remembered of it. */
export const note = async (
  progress: KnownProgress,
  step: Step,
  scoring: Scoring | undefined,
): Promise<KnownProgress> => {
  const { app, user, trail, record } = progress;
  if (trail.risk === undefined || step.kind === 'define') return progress;
  const origin = await locatedOrigin(progress.origin);
  const { id: poolId } = app.pool;
  const { userKey } = record;
  const response = responses[step.kind];
  const event = scoring && eventOf({ ...progress, origin }, scoring, response);
  const settled = { id: trail.signInId, response, challenges: challengesOf(trail) };
  const write = event
    ? authEventRepository().put(poolId, userKey, event)
    : authEventRepository().settle(poolId, userKey, settled);
  const { side } = progress;
  const risk = event?.risk ?? riskOfTrail(trail);
  const told = () => logSignIn({ ...settled, app, user, origin, side, risk, isFederated: isFederated(trail) });
  if (step.kind === 'refuse') {
    await table().write([write]);
    await told();
  }
  if (event && scoring.notice) {
    const outcome = scoring.refusal !== undefined ? 'blocked' : scoring.risk.needsFactor ? 'asked' : 'let in';
    await notifyUser({ app, user, userKey, event, action: scoring.notice, outcome });
  }
  if (step.kind === 'refuse') return progress;
  const going = { ...progress, writes: [...progress.writes, write], afterwards: told };
  if (step.kind === 'challenge') return scoring ? going : progress;
  if (isFederated(trail)) return going;
  const attempt = scoring?.attempt ?? attemptOf(origin);
  const history = remember(memoryOf(record), attempt, 'passed');
  const remembering = riskMemoryRepository().putHistory(poolId, userKey, user.sub, history);
  return { ...going, writes: [...going.writes, remembering] };
};

/**
 * Writes that a password, or a code, was wrong. What fails before anything is proved is an event of its own. Of nobody, as
 * much is written.
 */
export const noteFailed = async (
  { app, record, origin: unlocated, side }: ProofSubject,
  trail: Trail,
  name: EventChallenge['name'],
): Promise<void> => {
  const { user, userKey } = record;
  const { id: poolId } = app.pool;
  const origin = await locatedOrigin(unlocated);
  const failure = { name, response: 'Failure' } as const;
  if (user && trail.risk) {
    const challenges = [...challengesOf(trail), failure];
    const settled = { id: trail.signInId, response: 'Fail', challenges } as const;
    await table().write([authEventRepository().settle(poolId, userKey, settled)]);
    await logSignIn({ ...settled, app, user, origin, side, risk: riskOfTrail(trail) });
    return;
  }
  const attempt = attemptOf(origin);
  const risk = riskOf(assessRisk(record.user ? memoryOf(record) : emptyHistory, attempt));
  const common = { sub: user?.sub ?? '', clientId: app.client.id, origin, side, attempt };
  // A wrong code that the sign-in began with is of no second factor.
  const challenges = name === 'Password' ? [failure] : [];
  const event = toAuthEvent({ ...common, type: 'SignIn', response: 'Fail', risk, challenges });
  const lifetimeMs = user ? eventLifetimeMs : nobodyLifetimeMs;
  await table().write([authEventRepository().put(poolId, userKey, event, lifetimeMs)]);
  await logSignIn({ ...event, app, user, origin, side });
};
