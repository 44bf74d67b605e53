import { hash } from 'node:crypto';
import { connectionOf, readViewerAddress } from '#shared/domain/addresses/ip-address.ts';
import type { RiskAttempt } from './attempt.ts';

/** What of a sign-in is compared with others. Empty where it is not known; the network is then 0. */
export interface Sighting {
  readonly minute: number;
  /** An IPv4 address, or the first 64 bits of an IPv6 one. */
  readonly address: string;
  readonly network: number;
  readonly country: string;
  /** A short digest of the User-Agent header. */
  readonly agent: string;
  readonly browser: string;
  readonly system: string;
  /** How much it counts: 2 where the user or an administrator said that it was the user. */
  readonly weight: number;
}

const longest = 24;

const shortened = (text: string | undefined): string => (text ?? '').slice(0, longest).toWellFormed();

const countryOf = (text: string | undefined): string =>
  text !== undefined && /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : '';

const addressOf = (text: string | undefined): string => {
  const address = text === undefined ? undefined : readViewerAddress(text);
  return address ? connectionOf(address) : '';
};

// Only compared with the few others of the same user, so that 48 bits are enough.
const digestOf = (raw: string | undefined): string => (raw ? hash('sha256', raw, 'base64url').slice(0, 8) : '');

const whole = (value: number | undefined): number =>
  value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : 0;

/** What is kept of a sign-in. */
export const sightingOf = ({ at, address, network, country, agent }: RiskAttempt): Sighting => ({
  minute: whole(Math.floor(at / 60)),
  address: addressOf(address),
  network: whole(network),
  country: countryOf(country),
  agent: digestOf(agent.raw),
  browser: shortened(agent.browser),
  system: shortened(agent.system),
  weight: 1,
});
