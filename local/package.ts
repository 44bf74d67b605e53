import { readdirSync, readFileSync } from 'node:fs';
import { medianOf, overBudget } from './packaging/bundle-budget.ts';
import { limitFaultsOf } from './packaging/limit-faults.ts';
import { LIMITS } from './packaging/limits.ts';
import { bundleSize, isHashing, type PackagedFunction, packageStack } from './packaging/package-stack.ts';
import { firstTemplateFaultsOf, type Release, releaseFaultsOf } from './packaging/release-faults.ts';
import { faultsOf } from './packaging/template-faults.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

const examplesAmong = (functions: readonly PackagedFunction[]): string => {
  const examples = readdirSync('functions/triggers').filter((file) => file.endsWith('.ts'));
  const there = functions.filter(({ source }) => source.startsWith('functions/triggers/'));
  return `${there.length} of ${examples.length}, which --param="exampleTriggers=on" deploys`;
};

/** Packages for production with the given options, prints the results, and gives the faults, one sentence each. */
const packageForProduction = async (): Promise<string[]> => {
  const started = performance.now();
  const stage = 'prod';
  const { template, firstTemplate, parameters, functions } = await packageStack(stage, ...process.argv.slice(2));
  const bundles = functions.map(bundleSize).sort((a, b) => b.bytes - a.bytes);
  const [largest] = bundles;
  const release: Release = JSON.parse(readFileSync('resources/last-release.json', 'utf8'));
  const broken = [
    ...(await faultsOf(template)),
    ...limitFaultsOf(template, stage),
    ...firstTemplateFaultsOf(firstTemplate, parameters),
    ...releaseFaultsOf(template, release),
    ...overBudget(bundles),
  ];
  const rows: readonly (readonly [string, string])[] = [
    ['functions', `${functions.length}, ${functions.filter(isHashing).length} of them with the native password hash`],
    ['examples', examplesAmong(functions)],
    ['resources', `${Object.keys(template.Resources).length} of ${LIMITS.resources}`],
    ['template', `${kilobytes(JSON.stringify(template).length)} of 1000 kB`],
    ['largest code', largest ? `${kilobytes(largest.bytes)} of 410 kB (${largest.name})` : 'none'],
    ['median code', `${kilobytes(medianOf(bundles))} of 300 kB`],
    ['took', `${((performance.now() - started) / 1000).toFixed(1)} s`],
  ];
  for (const [label, value] of rows) console.log(`${label.padEnd(14)}${value}`);
  return broken;
};

const broken = await packageForProduction().catch((error: unknown) => [
  error instanceof Error ? error.message : String(error),
]);
for (const sentence of broken) console.error(sentence);
if (broken.length > 0) process.exitCode = 1;
else console.log('Ready in .serverless/. docs/deploy.md says how to deploy it.');
