/**
 * Draws histories of sign-ins in the columns of the published data set, and attacks on them. The same seed gives the same
 * rows. This folder does not change any more: what was measured on it would mean nothing.
 */
import { attackerAt } from './attackers.ts';
import type { Attacker, Generated } from './columns.ts';
import { appear, drawPerson, type Person, type Place } from './people.ts';
import type { Agent } from './programs.ts';
import { createRandom, type Random } from './random.ts';
import { createWorld, toText, type World } from './world.ts';

/** One user: their sign-ins in order, and for each an attack of every kind at the same time. */
export interface History {
  readonly userId: number;
  readonly signIns: readonly Generated[];
  readonly attacks: Readonly<Record<Attacker, readonly Generated[]>>;
}

/** How many people sign in how often. */
export interface Group {
  readonly people: number;
  /** How often each signs in; the mean, where it is drawn. */
  readonly signIns: number;
  readonly drawn?: boolean;
}

const firstOfFebruary2020 = 1_580_515_200;

const attackers: readonly Attacker[] = ['naive', 'vpn', 'targeted', 'very targeted'];

interface Row {
  readonly time: number;
  readonly place: Place;
  readonly agent: Agent;
  readonly isAttack: boolean;
}

const columnsOf = (random: Random, userId: number, { time, place, agent, isAttack }: Row): Generated['columns'] => ({
  timestamp: firstOfFebruary2020 + time,
  userId,
  roundTripTime: Math.round(place.country.distance * (1 + random.exponential(0.3)) + (isAttack ? 40 : 0)),
  ipAddress: toText(place.address),
  country: place.country.code,
  region: place.city.region,
  city: place.city.name,
  asn: place.network.asn,
  ...agent,
  loginSuccessful: true,
  isAttackIp: isAttack && place.network.kind === 'hosting',
  isAccountTakeover: isAttack,
});

const toHistory = (random: Random, world: World, person: Person): History => {
  const { userId, times } = person;
  const rows = times.map((time) => ({ time, ...appear(random, person, time) }));
  const attackRow = (attacker: Attacker, index: number, time: number): Generated => {
    // What a very targeted attacker copies is the sign-in before.
    const { place } = rows[Math.max(0, index - 1)] ?? { place: undefined };
    if (!place) throw new Error('There is no sign-in before.');
    const appearance = attackerAt(random, world, { person, place }, attacker, time);
    return { columns: columnsOf(random, userId, { time, ...appearance, isAttack: true }), device: 0 };
  };
  const attacksBy = (attacker: Attacker): Generated[] => times.map((time, index) => attackRow(attacker, index, time));
  return {
    userId,
    signIns: rows.map(({ time, place, agent, device }) => ({
      columns: columnsOf(random, userId, { time, place, agent, isAttack: false }),
      device: device.number,
    })),
    attacks: {
      naive: attacksBy('naive'),
      vpn: attacksBy('vpn'),
      targeted: attacksBy('targeted'),
      'very targeted': attacksBy('very targeted'),
    },
  };
};

/** The histories of all people of the groups. */
export const generate = (seed: number, groups: readonly Group[]): readonly History[] => {
  const random = createRandom(seed);
  const world = createWorld();
  let userId = 0;
  return groups.flatMap(({ people, signIns, drawn = false }) =>
    Array.from({ length: people }, () => {
      userId += 1;
      const count = drawn ? 1 + Math.floor(random.exponential(signIns)) : signIns;
      return toHistory(random, world, drawPerson(random, world, userId, count));
    }),
  );
};

/** Every kind of attacker, the most ignorant first. */
export const attackerKinds = attackers;
