/** A server that answers in place of a host. */
export interface StandIn {
  readonly host: string;
  readonly port: number;
}

/** Where something is to be fetched from. */
export interface OutboundTarget {
  readonly url: URL;
  /** True for a host of the allow list, whose address may be any. */
  readonly isAllowed: boolean;
  /** The server to connect to, where the allow list names one for the host. It has to have the host's certificate. */
  readonly standIn?: StandIn;
}

const longest = 2048;

const usualPort = 443;

const toStandIn = (text: string): StandIn => {
  const [host = '', port] = text.split(':');
  return { host, port: port === undefined ? usualPort : Number(port) };
};

const findAllowed = (allowed: readonly string[], host: string): readonly string[] | undefined =>
  // A URL leaves out the port 443.
  allowed.map((entry) => entry.split('=')).find(([name = '']) => name.toLowerCase().replace(/:443$/, '') === host);

/**
 * The URL of something that a stranger may have us fetch, or undefined where we fetch nothing from there. It has the
 * scheme https, no user name or password, and the port 443 or one that the allow list names. `allowed` has the hosts,
 * as `host` or `host:port`, whose address is not checked; `host=other:port` names a server that answers in its place.
 */
export const toOutboundTarget = (text: string, allowed: readonly string[]): OutboundTarget | undefined => {
  const url = text.length <= longest && /^https:\/\/[^\s\\]+$/i.test(text) ? URL.parse(text) : null;
  if (!url || url.username || url.password) return undefined;
  const entry = findAllowed(allowed, url.host);
  const isAllowed = entry !== undefined;
  const [, standIn] = entry ?? [];
  if (standIn !== undefined) return { url, isAllowed, standIn: toStandIn(standIn) };
  return isAllowed || url.port === '' ? { url, isAllowed } : undefined;
};
