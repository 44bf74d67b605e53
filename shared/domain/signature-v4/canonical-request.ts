import { hash } from 'node:crypto';

/** A request as its sender signed it. */
export interface SignedRequest {
  readonly method: string;
  /** As it was sent, percent-encoded. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export const sha256 = (data: Uint8Array | string): string => hash('sha256', data);

const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// Pairs are sorted before they are joined: as `=` sorts after digits, `a1=` would otherwise come before `a=`.
const canonicalQuery = (query: string): string =>
  query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const mark = pair.indexOf('=');
      const [name, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)];
      return { name: encode(decode(name)), value: encode(decode(value)) };
    })
    .sort((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&');

// Every service but S3 signs the path without redundant segments, and with each segment encoded once more.
const canonicalPath = (path: string): string => {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  return segments.length === 0 ? '/' : `/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`;
};

// Signers may name any header, such as `constructor`: only the request's own headers count.
const canonicalValue = (headers: SignedRequest['headers'], name: string): string =>
  Object.hasOwn(headers, name) ? (headers[name] ?? '').trim().replace(/\s+/g, ' ') : '';

/** The canonical request of Signature Version 4. It covers the body that came, not what a header says about it. */
export const canonicalRequest = (request: SignedRequest, signedHeaders: readonly string[]): string =>
  [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(request.headers, name)}`),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
