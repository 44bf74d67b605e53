import type { RiskAttempt } from './attempt.ts';
import { type Sighting, sightingOf } from './sightings.ts';

type Place = readonly [address: string, network: number, country: string];
type Agent = readonly [digest: string, browser: string, system: string];
type Entry = readonly [minute: number, place: number, agent: number, weight?: number];
type Position = readonly [minute: number, latitude: number, longitude: number];
type Report = readonly [address: string, digest: string];

/**
 * The last sign-ins of a user, in the form in which they are stored: plain JSON. Most people sign in from few places
 * with few programs, so each is written once, and entries name it by its number.
 */
export interface RiskHistory {
  readonly places: readonly Place[];
  readonly agents: readonly Agent[];
  /** The newest last. */
  readonly entries: readonly Entry[];
  /** Where the last sign-in with coordinates came from. */
  readonly position?: Position;
  /** What was reported as not the user's. */
  readonly reported?: readonly Report[];
}

/** Of somebody who never signed in. */
export const emptyHistory: RiskHistory = { places: [], agents: [], entries: [] };

/**
 * What became of a sign-in: it succeeded, or it did not. Or what somebody said of it later, as feedback: it was the
 * user, or it was not.
 */
export type RiskOutcome = 'passed' | 'refused' | 'valid' | 'invalid';

/** How many sign-ins a history holds at most. */
export const mostEntries = 32;

const mostReports = 8;

const nowhere: Place = ['', 0, ''];
const nothing: Agent = ['', '', ''];

/** The sign-ins of a history, the oldest first. */
export const sightingsIn = ({ places, agents, entries }: RiskHistory): readonly Sighting[] =>
  entries.map(([minute, place, program, weight = 1]) => {
    const [address, network, country] = places[place] ?? nowhere;
    const [agent, browser, system] = agents[program] ?? nothing;
    return { minute, address, network, country, agent, browser, system, weight };
  });

/** Numbers values in the order in which they come. */
const numbering = <T>() => {
  const numbers = new Map<string, number>();
  const values: T[] = [];
  const numberOf = (value: T): number => {
    const key = JSON.stringify(value);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, values.length);
    return values.push(value) - 1;
  };
  return { values, numberOf };
};

const packed = (sightings: readonly Sighting[]): Pick<RiskHistory, 'places' | 'agents' | 'entries'> => {
  const places = numbering<Place>();
  const agents = numbering<Agent>();
  const entries = sightings.slice(-mostEntries).map((one): Entry => {
    const place = places.numberOf([one.address, one.network, one.country]);
    const agent = agents.numberOf([one.agent, one.browser, one.system]);
    return one.weight === 1 ? [one.minute, place, agent] : [one.minute, place, agent, one.weight];
  });
  return { places: places.values, agents: agents.values, entries };
};

const isSameSource = (one: Sighting, other: Sighting): boolean =>
  one.address === other.address && one.agent === other.agent;

const isReportOf =
  ({ address, agent }: Sighting) =>
  ([reported, digest]: Report): boolean =>
    reported === address && digest === agent;

/**
 * Whether the sign-in comes from where one was reported as not the user's: from the same address with the same program,
 * or from the same address where the user never signs in from it.
 */
export const isReported = (history: RiskHistory, sighting: Sighting): boolean => {
  const reports = (history.reported ?? []).filter(([address]) => address === sighting.address && address !== '');
  if (reports.some(isReportOf(sighting))) return true;
  return reports.length > 0 && !sightingsIn(history).some(({ address }) => address === sighting.address);
};

// Without the sum, it could be -0, which JSON does not have.
const tenth = (degrees: number): number => Math.round(degrees * 10) / 10 + 0;

const positionOf = ({ coordinates }: RiskAttempt, { minute }: Sighting): Position | undefined =>
  coordinates && Math.abs(coordinates.latitude) <= 90 && Math.abs(coordinates.longitude) <= 180
    ? [minute, tenth(coordinates.latitude), tenth(coordinates.longitude)]
    : undefined;

const confirmed = (sightings: readonly Sighting[], sighting: Sighting): readonly Sighting[] => {
  const index = sightings.findIndex((one) => one.minute === sighting.minute && isSameSource(one, sighting));
  const certain = { ...sighting, weight: 2 };
  return index < 0 ? [...sightings, certain] : sightings.with(index, certain);
};

const build = (
  sightings: readonly Sighting[],
  position: Position | undefined,
  reported: readonly Report[],
): RiskHistory => ({
  ...packed(sightings),
  ...(position && { position }),
  ...(reported.length > 0 && { reported }),
});

/**
 * The history after a sign-in or after feedback to one. Those that did not succeed leave no trace: an attacker could
 * make themselves at home by trying. It holds 32 sign-ins at most: less than 1 kB for most people, and less than 5 kB for anybody.
 */
export const remember = (history: RiskHistory, attempt: RiskAttempt, outcome: RiskOutcome): RiskHistory => {
  const sighting = sightingOf(attempt);
  const sightings = sightingsIn(history);
  const { reported = [] } = history;
  const others = reported.filter((report) => !isReportOf(sighting)(report));
  switch (outcome) {
    case 'refused':
      return history;
    case 'passed':
      return build([...sightings, sighting], positionOf(attempt, sighting) ?? history.position, reported);
    case 'valid':
      return build(confirmed(sightings, sighting), history.position, others);
    case 'invalid': {
      const report: Report = [sighting.address, sighting.agent];
      const kept = sightings.filter((one) => !isSameSource(one, sighting));
      // Nobody knows where the user was instead.
      return build(kept, undefined, [...others, report].slice(-mostReports));
    }
  }
};
