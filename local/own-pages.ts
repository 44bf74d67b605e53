import type { IncomingMessage } from 'node:http';
import type { Refusal } from './serving/refusal.ts';

type Asked = Pick<IncomingMessage, 'headers'> & { readonly socket: Pick<IncomingMessage['socket'], 'localPort'> };

const refusal =
  'Only pages of this very address may come here. If a link led here, put the address into the address bar of the browser.';

const schemeOf = ({ socket }: Asked) =>
  'encrypted' in socket ? ({ name: 'https', port: 443 } as const) : ({ name: 'http', port: 80 } as const);

// A page may come by another name of this machine: its own, which was made to mean 127.0.0.1. To browsers that is the
// page's server.
const hostsOf = (port: number | undefined, usual: number): readonly string[] =>
  ['127.0.0.1', 'localhost'].flatMap((name) => (port === usual ? [name, `${name}:${port}`] : [`${name}:${port}`]));

/**
 * True where a browser makes the request for another site's page, or for a page that came by another name. Then Host is
 * not the address and port that the request came in at, or Origin or Sec-Fetch-Site names another page.
 */
export const isOfForeignPage = (asked: Asked): boolean => {
  const { headers, socket } = asked;
  const { name, port } = schemeOf(asked);
  const host = headers.host?.toLowerCase() ?? '';
  const { origin, 'sec-fetch-site': site = 'none' } = headers;
  if (!hostsOf(socket.localPort, port).includes(host)) return true;
  if (
    origin !== undefined &&
    origin.toLowerCase() !== `${name}://${host.endsWith(`:${port}`) ? host.slice(0, -`:${port}`.length) : host}`
  )
    return true;
  return site !== 'none' && site !== 'same-origin';
};

/** The answer to a request that another site's page makes: 403, before anything of its body is read. */
export const refusalOfForeignPage = (request: Asked): Refusal | undefined =>
  isOfForeignPage(request) ? { status: 403, headers: { 'content-type': 'text/plain' }, body: refusal } : undefined;
