/**
 * To be preloaded (`--import`) by a program that is to find the hosts below `localhost`, as browsers do and many systems do
 * not: RFC 6761 section 6.3. The program itself stays as it is.
 */
import dns from 'node:dns';

const { lookup } = dns;

Object.assign(dns, {
  lookup: (host: string, ...others: readonly unknown[]): unknown =>
    Reflect.apply(lookup, dns, [host.endsWith('.localhost') ? '127.0.0.1' : host, ...others]),
});
