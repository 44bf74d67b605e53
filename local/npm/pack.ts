import { execFileSync } from 'node:child_process';
import { makePackage } from './make-package.ts';

const folder = 'node_modules/.cache/gatehouse-package';

await makePackage(folder);
// npm says which file it made, without the list of what is in it.
execFileSync('npm', ['pack', '--silent', `./${folder}`], { stdio: ['ignore', 'inherit', 'inherit'] });
