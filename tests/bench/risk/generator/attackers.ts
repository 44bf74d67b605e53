import type { Attacker } from './columns.ts';
import type { Person, Place } from './people.ts';
import { type Agent, agentAt, drawProgram, sameBrowser } from './programs.ts';
import type { Random } from './random.ts';
import { addressIn, type City, type Country, type Network, networkOf, type World } from './world.ts';

interface Appearance {
  readonly place: Place;
  readonly agent: Agent;
}

// Where known attacks come from.
const sources = [
  { weight: 30, code: 'US' },
  { weight: 20, code: 'RU' },
  { weight: 14, code: 'VN' },
  { weight: 12, code: 'BR' },
  { weight: 12, code: 'IN' },
  { weight: 12, code: 'DE' },
];

const placeIn = (random: Random, country: Country, kind: Network['kind'], city: City): Place => {
  const network = networkOf(random, country, kind);
  return { country, city, network, address: addressIn(random, network, city) };
};

const anyProgram = (random: Random, time: number): Agent =>
  agentAt(drawProgram(random, random.chance(0.85) ? 'desktop' : 'phone'), time);

// Nearly all exits are in data centres; the others are lines of people, which were taken over.
const exitIn = (random: Random, country: Country): Place =>
  placeIn(random, country, random.chance(0.99) ? 'hosting' : 'fixed', random.weighted(country.cities));

/**
 * How an attacker appears. A naive one knows nothing; one by VPN knows the country; a targeted one knows the name of the
 * browser, too; a very targeted one has the same city, provider and program.
 */
export const attackerAt = (
  random: Random,
  { countries }: World,
  { person, place: known }: { readonly person: Person; readonly place: Place },
  attacker: Attacker,
  time: number,
): Appearance => {
  const victim = random.chance(0.75) ? person.devices[0] : random.pick(person.devices);
  if (!victim) throw new Error('Everybody has a device.');
  switch (attacker) {
    case 'naive': {
      const { code } = random.weighted(sources);
      const country = countries.find((one) => one.code === code) ?? person.country;
      return { place: exitIn(random, country), agent: anyProgram(random, time) };
    }
    case 'vpn':
      return { place: exitIn(random, person.country), agent: anyProgram(random, time) };
    case 'targeted':
      return { place: exitIn(random, person.country), agent: agentAt(sameBrowser(random, victim.program), time) };
    case 'very targeted': {
      const { country, city, network } = known;
      const address = addressIn(random, network, city);
      return { place: { country, city, network, address }, agent: agentAt(victim.program, time) };
    }
  }
};
