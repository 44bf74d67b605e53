import type { RiskAttempt } from './attempt.ts';
import { isReported, type RiskHistory, sightingsIn } from './history.ts';
import { type Level, likelihoodRatio } from './likelihood.ts';
import { type Sighting, sightingOf } from './sightings.ts';
import { distanceKm, isImpossibleTravel } from './travel.ts';

/** How risky a sign-in is. */
export type RiskLevel = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH';

/** What is thought of a sign-in. */
export interface RiskAssessment {
  readonly level: RiskLevel;
  /** From 0 to 1: 1/2 means that it is as likely somebody else as the user. */
  readonly score: number;
  /** What is unusual about it, and what speaks for it, in words. */
  readonly reasons: readonly string[];
}

interface Compared {
  readonly sightings: readonly Sighting[];
  readonly attempt: Sighting;
  /** The weight of all sign-ins together. */
  readonly total: number;
}

type Member = 'address' | 'network' | 'country' | 'agent' | 'browser' | 'system';

interface Feature {
  readonly member: Member;
  readonly weight: number;
  /** How likely somebody else has the same value. An attacker is taken to know the user's country and software. */
  readonly share: number;
  readonly unusual: string;
}

// Weights of the published notebook. Its device type counts for half a percent; that went to the system.
const place: readonly Feature[] = [
  { member: 'address', weight: 0.6, share: 0.0001, unusual: 'new address' },
  { member: 'network', weight: 0.3, share: 0.05, unusual: 'new network' },
  { member: 'country', weight: 0.1, share: 0.5, unusual: 'new country' },
];
const program: readonly Feature[] = [
  { member: 'agent', weight: 0.5387, share: 0.01, unusual: 'new version of a program' },
  { member: 'browser', weight: 0.268, share: 0.2, unusual: 'new browser' },
  { member: 'system', weight: 0.1933, share: 0.4, unusual: 'new system' },
];

const isKnown = (value: string | number): boolean => value !== '' && value !== 0;

// Such as `Chrome 126`, or what the published data has: `Chrome 80.0.3987`.
const versioned = /^(.*?) (\d+)[\d.]*$/;

// Browsers update themselves every few weeks. A newer version on the same system is half as good as the same one.
const updateWeight = 0.5;

const isUpdateOf = (now: Sighting, before: Sighting): boolean => {
  if (now.system !== before.system) return false;
  const [, name, version] = versioned.exec(now.browser) ?? [];
  const [, formerName, formerVersion] = versioned.exec(before.browser) ?? [];
  return (
    name !== undefined &&
    name === formerName &&
    now.system === before.system &&
    Number(version) >= Number(formerVersion)
  );
};

const sameness = (now: Sighting, before: Sighting, member: Member): number => {
  if (!isKnown(now[member])) return 0;
  if (now[member] === before[member]) return 1;
  return member === 'browser' && isUpdateOf(now, before) ? updateWeight : 0;
};

const levelOf = ({ sightings, attempt }: Compared, { member, weight, share }: Feature): Level => ({
  weight,
  share,
  seen: sightings.reduce((sum, one) => sum + one.weight * sameness(attempt, one, member), 0),
});

interface Judged {
  /** How much more likely the feature is with somebody else. */
  readonly ratio: number;
  /** What is unusual about it. */
  readonly unusual: string | undefined;
}

const judge = (compared: Compared, features: readonly Feature[]): Judged => {
  const levels = features.map((feature) => levelOf(compared, feature));
  // The coarsest level that is new says it all: with a new country, the address is new as well.
  const isNew = ({ member }: Feature, index: number): boolean =>
    isKnown(compared.attempt[member]) && levels[index]?.seen === 0;
  return { ratio: likelihoodRatio(levels, compared.total), unusual: features.findLast(isNew)?.unusual };
};

// The account's factor: who signs in often is seldom somebody else. In full, as published, it would ask people at each of
// their first sign-ins.
const usualTotal = 10;
const accountExponent = 1 / 3;

const travelRatio = 40;
const knownDeviceRatio = 0.1;
const foreignDeviceRatio = 2;

const travelOf = ({ position }: RiskHistory, { coordinates, at }: RiskAttempt, { sightings, attempt }: Compared) => {
  if (!position || !coordinates) return undefined;
  // A network of the user's own takes them anywhere at once: that of their work, or one that hides them.
  if (attempt.network !== 0 && sightings.some(({ network }) => network === attempt.network)) return undefined;
  const [minute, latitude, longitude] = position;
  const km = Math.round(distanceKm({ latitude, longitude }, coordinates));
  const minutes = Math.round(at / 60 - minute);
  return isImpossibleTravel(km, minutes) ? `impossible travel: ${km} km in ${minutes} minutes` : undefined;
};

const deviceOf = ({ deviceKey }: RiskAttempt): readonly [ratio: number, reason: string | undefined] => {
  if (deviceKey === undefined) return [1, undefined];
  return deviceKey ? [knownDeviceRatio, 'known device'] : [foreignDeviceRatio, 'unknown device key'];
};

const thresholds: readonly (readonly [RiskLevel, number])[] = [
  ['HIGH', 0.6],
  ['MEDIUM', 0.3],
  ['LOW', 0.15],
];

// Of somebody who signed in less often, it is not known yet from where and with what they do. Nearly everything is a little
// unusual then, so a low risk would say nothing.
const enoughSignIns = 5;

/** The level of a score: HIGH from .6 on, MEDIUM from .3, LOW from .15 where enough is known of the user, NONE below. */
const levelOfScore = (score: number, signIns: number): RiskLevel => {
  const level = thresholds.find(([, least]) => score >= least)?.[0] ?? 'NONE';
  return level === 'LOW' && signIns < enoughSignIns ? 'NONE' : level;
};

/**
 * How risky a sign-in is, held against the user's last ones alone. Nothing about other users is asked. A first sign-in
 * has no risk, as there is nothing to compare it with.
 */
export const assessRisk = (history: RiskHistory, attempt: RiskAttempt): RiskAssessment => {
  const sighting = sightingOf(attempt);
  if (isReported(history, sighting)) return { level: 'HIGH', score: 1, reasons: ['reported as somebody else'] };
  const sightings = sightingsIn(history);
  const total = sightings.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { level: 'NONE', score: 0, reasons: ['first sign-in'] };

  const compared: Compared = { sightings, attempt: sighting, total };
  const travel = travelOf(history, attempt, compared);
  const [deviceRatio, device] = deviceOf(attempt);
  const [where, withWhat] = [judge(compared, place), judge(compared, program)];
  const ratio =
    where.ratio * withWhat.ratio * (usualTotal / total) ** accountExponent * (travel ? travelRatio : 1) * deviceRatio;
  const score = ratio / (1 + ratio);
  const reasons = [where.unusual, withWhat.unusual, travel, device];
  return {
    level: levelOfScore(score, sightings.length),
    score,
    reasons: reasons.filter((reason) => reason !== undefined),
  };
};
