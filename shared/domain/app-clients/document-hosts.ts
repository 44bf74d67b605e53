/** Whose metadata documents a pool takes for clients: a trust policy for OAuth Client ID Metadata Documents. */

/** The hosts that an owner names. Each is a host, or `*.` and a domain for every host below that domain. */
export interface DocumentHosts {
  /** Documents are taken from these alone; undefined where any host will do. */
  readonly allowed?: readonly string[];
  /** Documents are not taken from these, also where the other list has them. */
  readonly denied?: readonly string[];
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** The form of such a host: as a URL has it, in lower case and ASCII. */
export const hostPattern = `(?:\\*\\.)?(?:${label}\\.)*${label}`;

const isNamed = (host: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));

/** True where the owner of a pool takes documents of the host of that URL. The port makes no difference. */
export const isTrustedHost = ({ allowed, denied = [] }: DocumentHosts, url: string): boolean => {
  // With a dot at its end, the name of a host is another text for the same host.
  const host = URL.parse(url)?.hostname.replace(/\.+$/, '') ?? '';
  return host !== '' && !isNamed(host, denied) && (allowed === undefined || isNamed(host, allowed));
};
