import { expect, it } from 'vitest';
import { canonicalRequest, sha256 } from '#shared/domain/signature-v4/canonical-request.ts';

const request = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from('body') };

const lineOf = (number: number, changes: Partial<typeof request>, signedHeaders: readonly string[] = []) =>
  canonicalRequest({ ...request, ...changes }, signedHeaders).split('\n')[number];

it('is method, path, query, headers, their names and the digest of the body, a line each', () => {
  const headers = { host: 'h', 'x-amz-date': 'd', other: 'o' };
  expect(canonicalRequest({ ...request, headers }, ['host', 'x-amz-date'])).toBe(
    ['POST', '/', '', 'host:h', 'x-amz-date:d', '', 'host;x-amz-date', sha256('body')].join('\n'),
  );
});

it.each([
  ['', '/'],
  ['/', '/'],
  ['//', '/'],
  ['/a', '/a'],
  ['/a/', '/a/'],
  ['/a//b/./c', '/a/b/c'],
  ['/a/../b', '/b'],
  ['/../..', '/'],
  ['/a%20b', '/a%2520b'],
  ["/it's", '/it%27s'],
])('writes the path %j as %j', (path, expected) => {
  expect(lineOf(1, { path })).toBe(expected);
});

it.each([
  ['b=2&a=1', 'a=1&b=2'],
  ['a=2&a=1', 'a=1&a=2'],
  ['a1=x&a=y&a-b=z', 'a=y&a-b=z&a1=x'],
  ['flag', 'flag='],
  ['a=%7e&b=%2f', 'a=~&b=%2F'],
  ['a=b=c', 'a=b%3Dc'],
  ['&&a=%', 'a=%25'],
])('writes the query %j as %j', (query, expected) => {
  expect(lineOf(2, { query })).toBe(expected);
});

it('trims the value of a header and takes a run of spaces for one', () => {
  expect(lineOf(3, { headers: { host: '  a   b\t c ' } }, ['host'])).toBe('host:a b c');
});

it('knows no header that the request does not have, whatever its name', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'absent']) {
    expect(lineOf(3, {}, [name])).toBe(`${name}:`);
  }
});
