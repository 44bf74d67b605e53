/** Writes the list of resource types, and the table of docs/templates.md, from the published schemas. */
import { readFileSync, writeFileSync } from 'node:fs';
import { root } from '../../root.ts';
import { deriveResourceTypes } from './derive.ts';
import { withTable } from './page.ts';

const list = `${root}local/templates/published/resource-types.json`;
const page = `${root}docs/templates.md`;

const types = await deriveResourceTypes();
writeFileSync(list, `${JSON.stringify(types, undefined, 2)}\n`);
writeFileSync(page, withTable(readFileSync(page, 'utf8'), types));
