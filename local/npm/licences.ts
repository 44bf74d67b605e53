import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { root } from '../root.ts';

const Manifest = v.object({ name: v.string(), version: v.string(), license: v.optional(v.string()) });

const folderOf = (file: string): string | undefined => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

const isLicence = (name: string): boolean => /licen[cs]e|notice|copying/i.test(name);

const textOf = (folder: string): string => {
  const manifest = v.parse(Manifest, JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')));
  const texts = readdirSync(`${root}${folder}`)
    .filter(isLicence)
    .sort()
    .map((name) => readFileSync(`${root}${folder}/${name}`, 'utf8').trim());
  return [`${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`, ...texts].join('\n\n');
};

/** The licences of all packages from which these files are, in one text. `files` are relative to the root. */
export const licencesOf = (files: readonly string[]): string => {
  const folders = new Set(files.map(folderOf).filter((folder) => folder !== undefined));
  const present = [...folders].sort().filter((folder) => existsSync(`${root}${folder}/package.json`));
  return `${present.map(textOf).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
};
