import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, readModules } from './import-graph.ts';
import { circles, moduleRules, serviceFolders, violations } from './layer-rules.ts';

const root = join(import.meta.dirname, '../..');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const modules = readModules(root);
const imports = [...modules].flatMap(([path, source]) => importsOf(path, source));
const stated = { dependencies: Object.keys(dependencies), devDependencies: Object.keys(devDependencies) };
const production = [...modules.keys()].filter((path) => /^(functions|shared)\//.test(path));

const broken = [
  ...violations([...modules.keys()], imports, stated),
  ...circles(imports).map((circle) => `circle: ${circle}`),
  ...moduleRules.flatMap(({ module }) => (modules.has(module) ? [] : [`${module} has a rule, but is not there`])),
  ...serviceFolders
    .filter((folder) => !production.some((path) => path.startsWith(`shared/services/${folder}/`)))
    .map((folder) => `services/${folder} has a place in the order, but is not there`),
  ...(production.length === 0 ? ['no module of functions/ or shared/ was read'] : []),
];

for (const sentence of broken) console.error(sentence);
console.log(`${broken.length} broken; ${modules.size} modules, ${imports.length} imports read`);
process.exitCode = broken.length === 0 ? 0 : 1;
