import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Curve, toChart } from './risk/chart.ts';
import type { Attacker } from './risk/generator/columns.ts';
import { attackerKinds, generate } from './risk/generator/generate.ts';
import { type Cost, costOf, type ScoredUser, scoreAll } from './risk/measure.ts';
import { notebookModel, ownModel } from './risk/models.ts';
import { measuredSeeds } from './risk/seeds.ts';
import { printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run bench:risk -- [--seeds 1,2] [--write]

  Scores drawn histories of sign-ins with the published notebook and with Gatehouse's own model, and prints how often
  people are asked for more where most attacks are caught. It takes some minutes.

  --seeds   other seeds than those that docs/risk.md has
  --write   writes docs/risk.svg and the figures of docs/risk.md
`;

const sizes = [12, 39] as const;
const usualCaught = 0.995;

type Scored = readonly (readonly ScoredUser[])[];

interface Models {
  readonly notebook: Scored;
  readonly own: Scored;
  readonly devices: Scored;
}

const groups = [
  { people: 600, signIns: 12 },
  { people: 600, signIns: 39 },
  { people: 2000, signIns: 4, drawn: true },
];

// Those who are measured. The others are there for the counts over all users, which only the notebook takes.
const measured = (users: readonly ScoredUser[]): readonly ScoredUser[] =>
  users.filter(({ signIns }) => sizes.some((size) => size === signIns));

// One world after the other, as each is large.
const scored = (seeds: readonly number[]): Models => {
  const worlds = seeds.map((seed) => {
    const histories = generate(seed, groups);
    const few = histories.filter(({ signIns }) => sizes.some((size) => size === signIns.length));
    return {
      notebook: measured(scoreAll(histories, notebookModel())),
      own: scoreAll(few, ownModel({ deviceKeys: false })),
      devices: scoreAll(few, ownModel({ deviceKeys: true })),
    };
  });
  return {
    notebook: worlds.map(({ notebook }) => notebook),
    own: worlds.map(({ own }) => own),
    devices: worlds.map(({ devices }) => devices),
  };
};

const meanOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** The costs of all worlds, which have a threshold each, as their mean. */
const meanCost = (worlds: Scored, signIns: number, attacker: Attacker, caught: number): Cost => {
  const costs = worlds.map((users) => costOf(users, { signIns, attacker, caught }));
  return { median: meanOf(costs.map(({ median }) => median)), mean: meanOf(costs.map(({ mean }) => mean)) };
};

const shown = ({ median, mean }: Cost): string => `${median.toFixed(2)} (${mean.toFixed(2)})`;

const rowsOf = (models: Models): string[][] =>
  attackerKinds.flatMap((attacker) =>
    sizes.map((signIns) => {
      const costs = [models.notebook, models.own, models.devices].map((worlds) =>
        meanCost(worlds, signIns, attacker, usualCaught),
      );
      const [notebook, own] = costs;
      const ratio = notebook && own ? (own.mean / notebook.mean).toFixed(2) : '';
      return [attacker, String(signIns), ...costs.map(shown), ratio];
    }),
  );

const head = ['attacker', 'sign-ins', 'notebook', 'Gatehouse', 'with device keys', 'Gatehouse / notebook'];

const toTable = (rows: readonly string[][]): string =>
  [head, ['---', '---:', '---:', '---:', '---:', '---:'], ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const steps = [0.9, 0.92, 0.94, 0.96, 0.97, 0.98, 0.985, 0.99, 0.9925, 0.995, 0.9965, 0.998, 0.999];

const curvesOf = ({ notebook, own, devices }: Models): Curve[] =>
  [
    { name: 'published notebook', color: '#d97706', worlds: notebook },
    { name: 'Gatehouse', color: '#2563eb', worlds: own },
    { name: 'Gatehouse, with device keys', color: '#059669', worlds: devices },
  ].flatMap(({ name, color, worlds }) =>
    sizes.map((signIns) => ({
      name: `${name}, ${signIns} sign-ins`,
      color,
      dashed: signIns === 39,
      points: steps.map((caught) => [caught, meanCost(worlds, signIns, 'targeted', caught).mean] as const),
    })),
  );

const marked = /(<!-- measured -->)[\s\S]*(<!-- end of measured -->)/;

const bench = (): void => {
  const seeds = values.seeds?.split(',').map(Number) ?? measuredSeeds;
  if (!seeds.every((seed) => Number.isInteger(seed)))
    throw new Error('--seeds: whole numbers with commas between them.');
  const models = scored(seeds);
  const rows = rowsOf(models);
  const title = `Share of sign-ins asked for more where ${usualCaught * 100} % of attacks are caught: median (mean)`;
  printTable(title, head, rows);
  if (!values.write) return;
  writeFileSync('docs/risk.svg', toChart(curvesOf(models)));
  const page = readFileSync('docs/risk.md', 'utf8');
  const figures = toTable(rows);
  const withFigures = page.replace(marked, (_, start: string, end: string) => `${start}\n\n${figures}\n\n${end}`);
  writeFileSync('docs/risk.md', withFigures);
};

if (values.help) console.log(usage);
else bench();
