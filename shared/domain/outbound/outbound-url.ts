/** Where something is to be fetched from. */
export interface OutboundTarget {
  readonly url: URL;
  /** True for a host of the allow list, whose address may be any. */
  readonly isAllowed: boolean;
}

const longest = 2048;

/**
 * The URL of something that a stranger may have us fetch, or undefined where we fetch nothing from there. It has the
 * scheme https, no user name or password, and the port 443 or one that the allow list names. `allowed` has the hosts,
 * as `host` or `host:port`, whose address is not checked.
 */
export const toOutboundTarget = (text: string, allowed: readonly string[]): OutboundTarget | undefined => {
  const url = text.length <= longest && /^https:\/\/[^\s\\]+$/i.test(text) ? URL.parse(text) : null;
  if (!url || url.username || url.password) return undefined;
  // A URL leaves out the port 443.
  const isAllowed = allowed.some((host) => host.toLowerCase().replace(/:443$/, '') === url.host);
  return isAllowed || url.port === '' ? { url, isAllowed } : undefined;
};
