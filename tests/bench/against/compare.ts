import { existsSync } from 'node:fs';
import path from 'node:path';
import { toTable } from '../table.ts';
import { codeFigures, onlyIn } from './bundles.ts';
import { type Figure, head, ofBoth, toRow } from './figures.ts';
import { codeSizesOf, packagesOf } from './packages.ts';
import type { Plan } from './plan.ts';
import { requestsAgree } from './requests.ts';
import { servedFigures } from './served.ts';
import { stackFigures } from './stack.ts';
import { startFigures } from './starts.ts';
import { storeFigures } from './store.ts';

const top = path.resolve(import.meta.dirname, '../../..');

const packageFigures = async (plan: Plan): Promise<readonly Figure[]> => {
  if (!plan.only.has('packages') && !plan.only.has('starts')) return [];
  const folders = { there: plan.against, here: top };
  console.log(plan.packaged ? 'Reading the packages.' : 'Packaging both.');
  const packages = await ofBoth((side) => packagesOf(folders[side], plan.packaged));
  const figures: Figure[] = [];
  if (plan.only.has('packages')) {
    const codes = await ofBoth(async (side) => codeSizesOf(packages[side]));
    for (const [side, names] of Object.entries(onlyIn(codes))) {
      if (names.length > 0) console.log(`Functions that are only ${side}: ${names.join(', ')}.`);
    }
    figures.push(...codeFigures(codes));
  }
  if (plan.only.has('starts')) {
    console.log('Starting functions.');
    figures.push(...(await startFigures(folders, packages, plan)));
  }
  return figures;
};

/**
 * Measures this build and another in turn, and prints one table of both and their ratios. Throws a sentence where the folder
 * holds no other build.
 */
export const compareBuilds = async (plan: Plan): Promise<void> => {
  if (!existsSync(path.join(plan.against, 'local/start.ts'))) throw new Error(`${plan.against} is no checkout.`);
  // Whoever breaks it off ends what runs.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const folders = { there: plan.against, here: top };
  const begun = performance.now();
  const figures = [...(await packageFigures(plan))];
  if (plan.only.has('stack')) {
    console.log('Starting stacks, and letting them rest.');
    figures.push(...(await stackFigures(folders, plan)));
  }
  if (plan.only.has('served')) {
    console.log('Serving.');
    figures.push(...(await servedFigures(folders, plan)));
  }
  if (plan.only.has('store')) {
    console.log("Measuring the store's client.");
    figures.push(...(await storeFigures(folders, plan)));
  }
  const minutes = ((performance.now() - begun) / 60_000).toFixed(0);
  if (figures.length > 0)
    console.log(toTable(`there: ${folders.there}\nhere: ${folders.here}`, head, figures.map(toRow)));
  if (plan.only.has('requests') && !(await requestsAgree(top, plan))) process.exitCode = 1;
  console.log(
    `\nMedians of ${plan.rounds} rounds, and of ${plan.starts} starts of a function. Took ${minutes} minutes.`,
  );
};
