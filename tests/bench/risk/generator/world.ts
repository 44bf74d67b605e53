import type { Random } from './random.ts';

/** A network with the addresses that it gives to its customers. */
export interface Network {
  readonly asn: number;
  readonly kind: 'fixed' | 'mobile' | 'hosting';
  /** How many people use it, in its country. */
  readonly weight: number;
  /** The first of its 2^20 addresses. */
  readonly start: number;
}

export interface City {
  readonly name: string;
  readonly region: string;
  readonly weight: number;
  readonly index: number;
}

export interface Country {
  readonly code: string;
  /** How many users live there. */
  readonly weight: number;
  readonly networks: readonly Network[];
  readonly cities: readonly City[];
  /** Milliseconds to the service. */
  readonly distance: number;
}

export interface World {
  readonly countries: readonly Country[];
}

// One service of one country, as in the published data, with a few users elsewhere.
const plan = [
  { code: 'NO', weight: 91, distance: 20, fixed: 30, mobile: 4, hosting: 10, cities: 24 },
  { code: 'SE', weight: 2.5, distance: 35, fixed: 8, mobile: 3, hosting: 6, cities: 12 },
  { code: 'DK', weight: 1.5, distance: 35, fixed: 8, mobile: 3, hosting: 6, cities: 12 },
  { code: 'GB', weight: 1.2, distance: 50, fixed: 10, mobile: 4, hosting: 10, cities: 12 },
  { code: 'DE', weight: 0.8, distance: 45, fixed: 10, mobile: 3, hosting: 14, cities: 12 },
  { code: 'US', weight: 1, distance: 120, fixed: 12, mobile: 4, hosting: 24, cities: 16 },
  { code: 'PL', weight: 0.6, distance: 55, fixed: 8, mobile: 4, hosting: 6, cities: 12 },
  { code: 'ES', weight: 0.5, distance: 65, fixed: 8, mobile: 3, hosting: 6, cities: 12 },
  { code: 'NL', weight: 0.3, distance: 40, fixed: 6, mobile: 3, hosting: 16, cities: 8 },
  { code: 'TH', weight: 0.2, distance: 210, fixed: 6, mobile: 3, hosting: 4, cities: 8 },
  { code: 'RU', weight: 0.1, distance: 90, fixed: 10, mobile: 4, hosting: 12, cities: 8 },
  { code: 'BR', weight: 0.1, distance: 220, fixed: 10, mobile: 4, hosting: 8, cities: 8 },
  { code: 'VN', weight: 0.1, distance: 240, fixed: 6, mobile: 3, hosting: 6, cities: 8 },
  { code: 'IN', weight: 0.1, distance: 180, fixed: 10, mobile: 4, hosting: 8, cities: 8 },
] as const;

// The largest has about a third of the customers, as is usual.
const shareOf = (rank: number): number => 1 / (rank + 1) ** 0.9;

/** Countries, their networks and their cities: the same in every world. */
export const createWorld = (): World => {
  let asn = 1000;
  let start = 16 * 2 ** 20;
  const networksOf = (kind: Network['kind'], count: number): Network[] =>
    Array.from({ length: count }, (_, rank) => {
      asn += 7;
      start += 2 ** 20;
      return { asn, kind, weight: shareOf(rank), start };
    });
  return {
    countries: plan.map(({ code, weight, distance, fixed, mobile, hosting, cities }) => ({
      code,
      weight,
      distance,
      networks: [...networksOf('fixed', fixed), ...networksOf('mobile', mobile), ...networksOf('hosting', hosting)],
      cities: Array.from({ length: cities }, (_, index) => ({
        name: `${code} city ${index}`,
        region: `${code} region ${Math.floor(index / 3)}`,
        weight: shareOf(index) + 0.1,
        index,
      })),
    })),
  };
};

/** A network of that kind, the large ones more often. */
export const networkOf = (random: Random, { networks }: Country, kind: Network['kind']): Network =>
  random.weighted(networks.filter((network) => network.kind === kind));

/** An address that somebody gets in that city: fixed lines have a block of 4,096 a city, the others share all. */
export const addressIn = (random: Random, { kind, start }: Network, city: City): number => {
  switch (kind) {
    case 'fixed':
      return start + city.index * 4096 + random.below(4096);
    case 'mobile':
      // Thousands of phones share each address, wherever they are.
      return start + random.below(4) * 2 ** 16 + random.below(96);
    case 'hosting':
      return start + random.below(16) * 4096 + random.below(1024);
  }
};

/** In its usual form. */
export const toText = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
