import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { type OutboundTarget, toOutboundTarget } from '#shared/domain/outbound/outbound-url.ts';
import { isPublicAddress } from '#shared/domain/outbound/public-address.ts';

export type OutboundReason =
  | 'forbidden URL'
  | 'unknown host'
  | 'forbidden address'
  | 'no connection'
  | 'no answer in time'
  | 'redirect'
  | 'other status than 200'
  | 'too large'
  | 'no JSON';

/** Why nothing was fetched from a URL, or why what came is not used. */
export class OutboundRefusal extends Error {
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, options?: ErrorOptions) {
    super(`Nothing was fetched: ${reason}.`, options);
    this.reason = reason;
  }
}

/** What is asked of a URL. */
export interface OutboundRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a server answered, with any status but that of a redirect. */
export interface OutboundAnswer {
  readonly status: number;
  /** The words that came with the status. */
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface OutboundLimits {
  readonly maxBytes: number;
  /** Milliseconds for everything: to find the host, to connect and to read. */
  readonly timeoutMs: number;
}

interface Options {
  /** Hosts, as `host`, `host:port` or `host=stand-in:port`, that may have any address. */
  readonly allowed: readonly string[];
  /** Certificate authorities that are trusted beside the usual ones, as PEM. */
  readonly ca: string | undefined;
  /** True for an address that a host outside the list may have. */
  readonly mayReach: (address: string) => boolean;
  /** Finds the addresses of those hosts. */
  readonly resolver: Pick<Resolver, 'resolve4' | 'resolve6'>;
}

const orNone = (answer: Promise<string[]>): Promise<string[]> => answer.catch(() => []);

// Not by getaddrinfo: whoever names a slow host would hold the threads that also hash passwords.
const resolveAll = async (host: string, resolver: Options['resolver']): Promise<readonly LookupAddress[]> => {
  const [v4, v6] = await Promise.all([orNone(resolver.resolve4(host)), orNone(resolver.resolve6(host))]);
  return [...v4.map((address) => ({ address, family: 4 })), ...v6.map((address) => ({ address, family: 6 }))];
};

const addressesOf = async (
  { url, isAllowed, standIn }: OutboundTarget,
  resolver: Options['resolver'],
): Promise<readonly LookupAddress[]> => {
  const host = standIn?.host ?? url.hostname;
  if (host.startsWith('[')) return [{ address: host.slice(1, -1), family: 6 }];
  // In a URL, a host that ends in a number is always an IPv4 address in its usual form.
  if (/\.\d+$/.test(host)) return [{ address: host, family: 4 }];
  // An allowed host may stand in the hosts file of the machine.
  return isAllowed ? lookup(host, { all: true }) : resolveAll(host, resolver);
};

const settled = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener('abort', end);
  }
};

const bodyOf = async (response: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // To leave the loop closes the connection.
    if (size > maxBytes) throw new OutboundRefusal('too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new OutboundRefusal('no JSON', { cause });
  }
};

/** Fetches from addresses that strangers name. Nothing else of ours does. */
export const createOutbound = ({ allowed, ca, mayReach, resolver }: Options) => {
  // The connection goes to an address that was checked: the name is not looked up again.
  const findAddresses = async (target: OutboundTarget, signal: AbortSignal): Promise<LookupFunction> => {
    const addresses = await settled(addressesOf(target, resolver), signal).catch((cause: unknown) => {
      throw new OutboundRefusal(signal.aborted ? 'no answer in time' : 'unknown host', { cause });
    });
    const [first] = addresses;
    if (!first) throw new OutboundRefusal('unknown host');
    if (!(target.isAllowed || addresses.every(({ address }) => mayReach(address)))) {
      throw new OutboundRefusal('forbidden address');
    }
    return (_host, { all }, done) => (all ? done(null, [...addresses]) : done(null, first.address, first.family));
  };

  const ask = async (
    { url, standIn }: OutboundTarget,
    { method = 'GET', headers = {}, body }: OutboundRequest,
    lookup: LookupFunction,
    signal: AbortSignal,
  ): Promise<IncomingMessage> => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(url, {
      method,
      agent: false,
      headers: {
        accept: 'application/json',
        'user-agent': 'gatehouse',
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
        host: url.host,
      },
      lookup,
      signal,
      ...(standIn && { ...standIn, servername: url.hostname }),
      ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
    return promise;
  };

  const answerOf = async (response: IncomingMessage, maxBytes: number): Promise<OutboundAnswer> => {
    const { statusCode: status = 0, statusMessage: reason = '', headers } = response;
    if (status >= 300 && status < 400) {
      response.destroy();
      throw new OutboundRefusal('redirect');
    }
    return { status, reason, headers, body: await bodyOf(response, maxBytes) };
  };

  /** Sends one request: nothing is sent twice, and no redirect is followed. Throws OutboundRefusal. */
  const send = async (asked: OutboundRequest, { maxBytes, timeoutMs }: OutboundLimits): Promise<OutboundAnswer> => {
    const target = toOutboundTarget(asked.url, allowed);
    if (!target) throw new OutboundRefusal('forbidden URL');
    const signal = AbortSignal.timeout(timeoutMs);
    const fixed = await findAddresses(target, signal);
    try {
      return await answerOf(await ask(target, asked, fixed, signal), maxBytes);
    } catch (cause) {
      if (cause instanceof OutboundRefusal) throw cause;
      throw new OutboundRefusal(signal.aborted ? 'no answer in time' : 'no connection', { cause });
    }
  };

  return {
    send,
    /**
     * The JSON at a URL, as it came: check its shape. Callers remember it. There are no redirects and no second tries.
     * Throws OutboundRefusal.
     */
    fetchJson: async (url: string, limits: OutboundLimits): Promise<unknown> => {
      const { status, body } = await send({ url }, limits);
      if (status !== 200) throw new OutboundRefusal('other status than 200');
      return parsed(body);
    },
  };
};

/** The one way out to addresses that a stranger can steer. */
export const outbound = once(() => {
  const { hosts, caFile } = environment().outbound;
  return createOutbound({
    allowed: hosts,
    ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
    mayReach: isPublicAddress,
    resolver: new Resolver({ timeout: 1000, tries: 2 }),
  });
});
