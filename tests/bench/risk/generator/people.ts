import { type Agent, agentAt, type DeviceKind, drawProgram, type Program } from './programs.ts';
import type { Random } from './random.ts';
import { addressIn, type City, type Country, type Network, networkOf, type World } from './world.ts';

const day = 86_400;
export const year = 365 * day;

/** A place to sign in from. */
export interface Place {
  readonly country: Country;
  readonly city: City;
  readonly network: Network;
  readonly address: number;
}

interface Device {
  readonly number: number;
  readonly program: Program;
}

/** Somebody with places, devices and habits. */
export interface Person {
  readonly userId: number;
  readonly country: Country;
  readonly city: City;
  readonly devices: readonly Device[];
  /** When they sign in, in seconds from the start. */
  readonly times: readonly number[];
  readonly placeAt: (random: Random, time: number, isMobile: boolean) => Place;
}

// Who signs in seldom does so once a month or so; who signs in often does it several times a day, for some weeks or
// months. The start is anywhere in the year.
const drawTimes = (random: Random, count: number): number[] => {
  const spanDays = count >= 30 ? 30 + random.below(100) : 280 + random.below(80);
  const visits = Math.max(1, Math.round(count * (count >= 30 ? 0.35 : 1)));
  const start = random.below(365 - spanDays);
  const days = Array.from({ length: visits }, () => start + random.next() * spanDays);
  const times = Array.from({ length: count }, (_, index) => {
    const visit = index < visits ? days[index] : random.pick(days);
    return Math.floor(((visit ?? 0) + random.exponential(0.4)) * day);
  });
  return times.sort((a, b) => a - b);
};

interface Line {
  readonly network: Network;
  readonly addressAt: (time: number) => number;
}

// Many lines keep their address; the others get a new one from the same block every now and then.
const drawLine = (random: Random, country: Country, city: City, isRegular: boolean): Line => {
  const network = networkOf(random, country, 'fixed');
  const first = addressIn(random, network, city);
  if (random.chance(isRegular ? 0.8 : 0.53)) return { network, addressAt: () => first };
  const changes: { readonly from: number; readonly address: number }[] = [{ from: 0, address: first }];
  for (let from = random.exponential(50 * day); from < year * 2; from += random.exponential(50 * day)) {
    changes.push({ from, address: addressIn(random, network, city) });
  }
  return { network, addressAt: (time) => changes.findLast((change) => change.from <= time)?.address ?? first };
};

const drawPlaces = (
  random: Random,
  { countries }: World,
  { country, city, isRegular }: { readonly country: Country; readonly city: City; readonly isRegular: boolean },
): Person['placeAt'] => {
  const home = drawLine(random, country, city, isRegular);
  const carrier = networkOf(random, country, 'mobile');
  const hasOffice = random.chance(isRegular ? 0.1 : 0.2);
  const office = { network: networkOf(random, country, 'fixed'), city };
  const officeAddress = addressIn(random, office.network, city);
  const outside = 0.01 + random.next() ** 2 * (isRegular ? 0.1 : 0.3);
  return (now, time, isMobile) => {
    const at = (network: Network, address: number): Place => ({ country, city, network, address });
    const where = now.next();
    // On the road: a hotel, friends, holidays.
    if (where < 0.012) {
      const abroad = now.weighted(countries);
      const there = now.weighted(abroad.cities);
      const network = networkOf(now, abroad, now.chance(0.5) ? 'fixed' : 'mobile');
      return { country: abroad, city: there, network, address: addressIn(now, network, there) };
    }
    if (where < 0.035) {
      const there = now.weighted(country.cities);
      const network = networkOf(now, country, 'fixed');
      return { country, city: there, network, address: addressIn(now, network, there) };
    }
    if (isMobile && now.chance(outside)) {
      // Where a phone goes online is told by its carrier, and often wrong.
      const there = now.chance(0.5) ? city : now.weighted(country.cities);
      return { country, city: there, network: carrier, address: addressIn(now, carrier, there) };
    }
    if (!isMobile && hasOffice && now.chance(0.35)) return at(office.network, officeAddress);
    return at(home.network, home.addressAt(time));
  };
};

interface Kit {
  readonly weight: number;
  readonly devices: readonly DeviceKind[];
}

const ofOthers: readonly Kit[] = [
  { weight: 50, devices: ['desktop'] },
  { weight: 25, devices: ['phone'] },
  { weight: 18, devices: ['desktop', 'phone'] },
  { weight: 4, devices: ['desktop', 'phone', 'tablet'] },
  { weight: 3, devices: ['desktop', 'desktop'] },
];
const ofRegular: readonly Kit[] = [
  { weight: 92, devices: ['work computer'] },
  { weight: 8, devices: ['work computer', 'phone'] },
];

/** Somebody who signs in that often. */
export const drawPerson = (random: Random, world: World, userId: number, count: number): Person => {
  // Hardly anybody lives abroad, as far as the published figures tell.
  const [country] = random.chance(0.001) ? [random.weighted(world.countries)] : world.countries;
  if (!country) throw new Error('There is a country.');
  const city = random.weighted(country.cities);
  // To sign in often is a habit: from the same chair, with the same device.
  const isRegular = count >= 30;
  const kinds = random.weighted(isRegular ? ofRegular : ofOthers);
  const devices = kinds.devices.map((kind, index) => ({ number: index + 1, program: drawProgram(random, kind) }));
  return {
    userId,
    country,
    city,
    devices,
    times: drawTimes(random, count),
    placeAt: drawPlaces(random, world, { country, city, isRegular }),
  };
};

// The first device is the usual one.
const deviceFor = (random: Random, { devices }: Person): Device => {
  const weights = [{ weight: 75 }, { weight: 20 }, { weight: 5 }];
  return random.weighted(devices.map((device, index) => ({ ...device, weight: weights[index]?.weight ?? 1 })));
};

/** Where and with what a person signs in at a time. */
export const appear = (
  random: Random,
  person: Person,
  time: number,
): { readonly place: Place; readonly agent: Agent; readonly device: Device } => {
  const device = deviceFor(random, person);
  const agent = agentAt(device.program, time);
  return { place: person.placeAt(random, time, agent.deviceType === 'mobile'), agent, device };
};
