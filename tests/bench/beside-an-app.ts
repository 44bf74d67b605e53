import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesIn, installPackage } from '#tests/support/installed-package.ts';
import { medianOf } from '#tests/support/median.ts';
import { printTable } from './table.ts';

const starts = 11;
const tries = 15;

// Runs where the package is installed, as the tests of an app do.
const program = `
  import { startGatehouse } from 'gatehouse-pools/testing';
  const stack = await startGatehouse();
  const times = async (before, work) => {
    const taken = [];
    for (let count = 0; count < ${tries} + 5; count++) {
      const given = await before();
      const begun = performance.now();
      await work(given);
      taken.push(performance.now() - begun);
    }
    // The first ones compile what they run.
    return taken.slice(5);
  };
  const nothing = async () => undefined;
  const clean = await stack.snapshot();
  const after = (users) => async () => {
    for (let count = 0; count < users; count++) await stack.user();
  };
  const many = async () => {
    await stack.restore(clean);
    for (let count = 0; count < 30; count++) await stack.user();
  };
  const all = {
    snapshot: await times(nothing, () => stack.snapshot()),
    untouched: await times(nothing, () => stack.restore(clean)),
    one: await times(after(1), () => stack.restore(clean)),
    four: await times(after(4), () => stack.restore(clean)),
    pool: await times(nothing, () => stack.pool()),
    user: await times(() => stack.pool(), (pool) => stack.user(pool)),
  };
  await many();
  const full = await stack.snapshot();
  all.oneOfMany = await times(after(1), () => stack.restore(full));
  await stack.stop();
  console.log(JSON.stringify(all));`;

const names: Readonly<Record<string, string>> = {
  snapshot: 'snapshot()',
  untouched: 'restore(), nothing has changed',
  one: 'restore(), one user was made',
  four: 'restore(), four users were made',
  oneOfMany: 'restore(), one user was made, and 30 were there',
  pool: 'pool(), a fresh one',
  user: 'user(), who is signed in',
};

const installed = await installPackage();
try {
  const ready: number[] = [];
  for (let count = 0; count < starts; count++) {
    const begun = performance.now();
    const { child } = await installed.start('--memory', '--port', '0');
    ready.push(performance.now() - begun);
    await installed.end(child);
  }
  const file = path.join(installed.folder, 'measured.mjs');
  writeFileSync(file, program);
  const { out, err } = await installed.node(file);
  if (err !== '') throw new Error(err);
  const all: Readonly<Record<string, readonly number[]>> = JSON.parse(out);
  const megabytes = bytesIn(installed.place) / 1e6;
  printTable(
    'The package',
    ['what', 'measured'],
    [
      ['MB on disk, without the database', megabytes],
      ['ms until the first start is ready', ready[0] ?? 0],
      [`ms until a later one is ready, the median of ${starts - 1}`, medianOf(ready.slice(1))],
    ],
  );
  printTable(
    `A clean start for a test: ms, of ${tries} times`,
    ['what', 'smallest', 'median'],
    Object.entries(names).map(([key, name]) => [name, Math.min(...(all[key] ?? [])), medianOf(all[key] ?? [])]),
  );
} finally {
  installed.remove();
}
