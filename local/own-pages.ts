import type { IncomingMessage } from 'node:http';
import type { Refusal } from './serving/refusal.ts';

type Asked = Pick<IncomingMessage, 'headers'> & { readonly socket: Pick<IncomingMessage['socket'], 'localPort'> };

const refusal =
  'Only pages of this very address may come here. If a link led here, put the address into the address bar of the browser.';

// By any other name of this machine comes a page whose own name was made to mean 127.0.0.1: to browsers that is its server.
const hostsOf = (port: number | undefined): readonly string[] =>
  ['127.0.0.1', 'localhost'].flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));

/**
 * True where a browser makes the request for a page of elsewhere, or for one that came by another name: its Host is not
 * the address and port that it came in at, or its Origin or Sec-Fetch-Site is of another page.
 */
export const isOfForeignPage = ({ headers, socket }: Asked): boolean => {
  const host = headers.host?.toLowerCase() ?? '';
  const { origin, 'sec-fetch-site': site = 'none' } = headers;
  if (!hostsOf(socket.localPort).includes(host)) return true;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.replace(/:80$/, '')}`) return true;
  return site !== 'none' && site !== 'same-origin';
};

/** What a server answers a request that is made for a page of elsewhere: 403, before anything is read of what it sends. */
export const refusalOfForeignPage = (request: Asked): Refusal | undefined =>
  isOfForeignPage(request) ? { status: 403, headers: { 'content-type': 'text/plain' }, body: refusal } : undefined;
