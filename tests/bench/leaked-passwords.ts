/** Measures the filter of leaked passwords: its size, how long it takes to make and to ask, and how often it is wrong. */
import { randomBytes } from 'node:crypto';
import { isInFilter, readFilter } from '#shared/domain/leaked-passwords/binary-fuse-filter.ts';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';
import { read } from '#shared/gateways/data-files/leaked-passwords.ts';
import { printTable } from './table.ts';

const probes = 1_000_000;
const rounds = 5;

const elapsed = <T>(work: () => T): readonly [T, number] => {
  const begun = performance.now();
  const result = work();
  return [result, performance.now() - begun];
};

const [bytes, makingMs] = elapsed(read);
const [filter, loadingMs] = elapsed(() => readFilter(bytes));
const passwords = Array.from({ length: probes }, () => randomBytes(12).toString('base64url'));
const count = (): number => passwords.filter((password) => isInFilter(filter, passwordDigest(password))).length;
const runs = Array.from({ length: rounds }, () => elapsed(count));
const fastestMs = Math.min(...runs.map(([, ms]) => ms));

printTable(
  'The filter of leaked passwords',
  ['what', 'value'],
  [
    ['passwords', String(filter.size)],
    ['bytes', String(bytes.length)],
    ['made in', `${makingMs.toFixed(0)} ms`],
    ['opened in', `${loadingMs.toFixed(2)} ms`],
    ['a look-up, with its SHA-1', `${((fastestMs / probes) * 1000).toFixed(2)} µs`],
    [`false hits in ${probes}`, String(runs[0]?.[0])],
  ],
);
