import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Checkout } from './checkout.ts';
import type { Leg } from './step.ts';

interface Known {
  readonly stack: Pick<Checkout, 'endpoint' | 'accessKeyId'>;
  /** When the journey began, by its own clock, in epoch milliseconds. */
  readonly start: number;
}

/** Replaces values that differ each time by names: ids, secrets, times. The same value has the same name throughout. */
export interface Mask {
  readonly of: (value: unknown, clock: Leg['clock']) => unknown;
  /** The same, without a number for a value that has no name yet. By it, things in random order can be sorted. */
  readonly peek: (value: unknown, clock: Leg['clock']) => unknown;
}

// Members whose value is completely random. True where its length is always the same.
const random: Readonly<Record<string, boolean>> = {
  Session: false,
  SECRET_BLOCK: false,
  SRP_B: false,
  SALT: false,
  SecretCode: true,
  ClientSecret: true,
  ClientSecretValue: true,
  NextToken: false,
  PaginationToken: false,
  DeviceGroupKey: true,
  CredentialId: true,
  challenge: true,
  device_code: false,
  request_uri: false,
  user_code: true,
  kid: true,
  Kid: true,
  n: false,
  x: true,
  y: true,
  at_hash: true,
  Sha256: true,
  etag: true,
  'x-amzn-requestid': false,
  'x-amz-request-id': false,
  'apigw-requestid': false,
  // In exported records.
  poolName: true,
  salt: false,
  verifier: false,
};

const shapes: readonly (readonly [string, RegExp])[] = [
  ['uuid', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/],
  ['digits', /^\d+$/],
  ['hex', /^[\da-f]+$/],
  ['base32', /^[A-Z2-7]+=*$/],
  ['base64', /^[\w+/-]+=*$/],
  ['parts', /^[\w.=-]+$/],
];

// Short random text may happen to use only part of its alphabet.
const shapeOf = (text: string): string =>
  text.length < 20 ? 'short' : (shapes.find(([, of]) => of.test(text))?.[0] ?? 'text');

const ids: readonly (readonly [string, RegExp])[] = [
  ['device', /\b[a-z]+-[a-z]+-\d_[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g],
  ['pool', /\b[a-z]+-[a-z]+-\d_[A-Za-z\d]{9}\b/g],
  ['uuid', /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g],
  ['session', /\btkn[\da-z]{25}\b/g],
  ['import', /\bimport-[\w-]{10,}/g],
  ['export', /\bexport-[\w-]{10,}/g],
  ['access key', /\bGATE[A-Z\d]{16}\b/g],
  ['state', /\b[a-z\d]{26}\.[\w-]{100,}/g],
  ['client', /\b[a-z\d]{26}\b/g],
  ['recovery code', /^[a-z\d]{4,5}(?:-[a-z\d]{4,5}){2,4}$/g],
  ['user code', /(?<=user_code=)[A-Z]{4}-?[A-Z]{4}\b|\b[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\b/g],
  ['32 bytes', /^[\w-]{43}$/g],
  ['user handle', /^[\w-]{48}$/g],
  ['hash', /(?<=^\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$)[\w+/]+\$[\w+/]+$/g],
];

// Pages of former versions mark their own scripts and styles, each pool has a cookie of its own, and each browser a
// session.
const nonce = /(?<=nonce[-=]"?)[\w-]{22}/g;
// Files of pages are named after their content, which another version may have changed.
const pageFile = /(?<=\/assets\/pages\.)[\da-f]{16}(?=\.)/g;
const cookie = /\bgatehouse-(note-|idp-)?\w{9}=([\w-]*)/g;
// What pages hand to browsers for passkeys.
const ceremony = /(?<=&quot;(?:challenge|id)&quot;:&quot;|name="offer" value=")[\w-]{40,}/g;

const jwt = /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/;
const jwe = /^eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;
const signedUrl = /^https?:.*[?&]X-Amz-Signature=/;
const localOrigin = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/g;
const isoTime = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const epochMs = /\b1[789]\d{11}\b/g;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** A mask for everything that one stack answers on the journey. */
export const createMask = ({ stack, start }: Known): Mask => {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const origins: readonly (readonly [string, string])[] = [
    [stack.endpoint, '<endpoint>'],
    [new URL(stack.endpoint).host, '<host>'],
    [stack.accessKeyId, '<access key>'],
  ];

  const maskBy = (clock: Leg['clock'], isPeek: boolean) => {
    const nameOf = (kind: string, value: string): string => {
      const known = names.get(value);
      if (known !== undefined) return known;
      if (isPeek) return `<${kind}>`;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      const name = `<${kind} ${count}>`;
      names.set(value, name);
      return name;
    };

    // By the journey's own clock to the millisecond; that of the machine, which workers go by, is another each time.
    const timeOf = (ms: number): string =>
      clock === 'machine' || ms < start - hourMs ? '<time>' : `<start + ${(ms - start) / 1000} s>`;
    const isTime = (ms: number): boolean => Math.abs(ms - start) < 400 * dayMs;
    const numberOf = (value: number): unknown => {
      if (isTime(value)) return timeOf(value);
      return isTime(value * 1000) ? timeOf(value * 1000) : value;
    };

    const textOf = (text: string): string => {
      let masked = text;
      for (const [origin, name] of origins) masked = masked.replaceAll(origin, name);
      masked = masked.replace(nonce, '<nonce>').replace(pageFile, '<hash>').replace(ceremony, '<ceremony>');
      masked = masked.replace(
        cookie,
        (_, kind: string | undefined, sealed: string) => `gatehouse-${kind ?? ''}<pool>=${sealed && '<sealed>'}`,
      );
      masked = masked.replace(localOrigin, '<origin>').replace(isoTime, (iso) => timeOf(Date.parse(iso)));
      for (const [kind, pattern] of ids) masked = masked.replace(pattern, (id) => nameOf(kind, id));
      return masked.replace(epochMs, (digits) => timeOf(Number(digits)));
    };

    const urlOf = (text: string): string => {
      const { pathname, searchParams } = new URL(text);
      return `<url> ${textOf(pathname)} ${[...searchParams.keys()].sort().join(' ')}`;
    };

    // Its parameters are encoded, and may be tokens.
    const addressOf = (text: string): object => {
      const [, address = '', parameters = ''] = /^([^?#]*[?#]?)(.*)$/s.exec(text) ?? [];
      return { address: textOf(address), parameters: mask(Object.fromEntries(new URLSearchParams(parameters))) };
    };

    const tokenOf = (text: string): object => {
      const { exp = 0, iat = 0, ...claims } = decodeJwt(text);
      const header = mask(decodeProtectedHeader(text));
      const signature = text.length - text.lastIndexOf('.') - 1;
      // The time of another build's answer may be a second later: the lifetime is not.
      return { header, claims: mask({ ...claims, exp, iat }), seconds: exp - iat, signature };
    };

    const ofText = (text: string, member: string): unknown => {
      const isFixed = random[member];
      if (isFixed !== undefined && text !== '') {
        return `${nameOf(member, text)} ${shapeOf(text)}${isFixed ? ` of ${text.length}` : ''}`;
      }
      if (member === 'location' || member === 'x-remix-redirect') return addressOf(text);
      if (jwt.test(text)) return { token: nameOf('token', text), ...tokenOf(text) };
      if (jwe.test(text)) return { sealed: nameOf('sealed token', text), header: mask(decodeProtectedHeader(text)) };
      if (signedUrl.test(text)) return urlOf(text);
      if (!/^[{[]/.test(text)) return textOf(text);
      try {
        return { json: mask(JSON.parse(text)) };
      } catch {
        return textOf(text);
      }
    };

    const mask = (value: unknown, member = ''): unknown => {
      if (typeof value === 'string') return ofText(value, member);
      if (typeof value === 'number') return member === 'Bytes' ? '<bytes>' : numberOf(value);
      if (Array.isArray(value)) return value.map((item) => mask(item, member));
      if (!isObject(value)) return value;
      // By name, so that ids are numbered alike where two builds tell members in another order.
      return Object.fromEntries(
        Object.entries(value)
          .sort(byName)
          .map(([name, item]) => [textOf(name), mask(item, name)]),
      );
    };
    return mask;
  };

  return {
    of: (value, clock) => maskBy(clock, false)(value),
    peek: (value, clock) => maskBy(clock, true)(value),
  };
};
