import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { KeycloakRealms } from '#shared/services/imports/keycloak-realms.ts';
import { UsageError } from './failures.ts';

/** A file of an export, and the realms that it states. */
export interface KeycloakFile extends KeycloakRealms {
  readonly file: string;
}

const namesIn = (files: readonly KeycloakFile[]): readonly string[] => [
  ...new Set(files.flatMap(({ names }) => [...names.values()])),
];

const hasUsersOf = (files: readonly KeycloakFile[], name: string): boolean =>
  files.some(({ withUsers }) => withUsers.has(name));

const numberIn = (name: string): number => Number(/-users-(\d+)\./.exec(name)?.[1]);

/**
 * The files with the users of a directory export, beside a realm's own file that has none: `shop-users-0.json` and so on
 * for `shop-realm.json`. They are not looked for where the users of the realm are among the files already.
 */
export const usersBeside = (files: readonly KeycloakFile[]): readonly string[] =>
  files.flatMap(({ file, names }) => {
    const [, realm, end] = /^(.+)-realm(\.json(?:\.gz)?)$/.exec(path.basename(file)) ?? [];
    if (realm === undefined || end === undefined) return [];
    if ([...names.values()].every((name) => hasUsersOf(files, name))) return [];
    const folder = path.dirname(file);
    return readdirSync(folder)
      .filter((name) => name.startsWith(`${realm}-users-`) && name.endsWith(end) && numberIn(name) >= 0)
      .filter((name) => name === `${realm}-users-${numberIn(name)}${end}`)
      .sort((one, other) => numberIn(one) - numberIn(other))
      .map((name) => path.join(folder, name));
  });

/** The realm to import; undefined where the files do not say of which they are. Throws UsageError where it has to be said. */
export const chooseRealm = (files: readonly KeycloakFile[], wanted: string | undefined): string | undefined => {
  const names = namesIn(files);
  const list = names.join(', ');
  if (wanted === undefined && names.length > 1) {
    throw new UsageError(`The files are of ${names.length} realms: ${list}. Say by --realm which to import.`);
  }
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new UsageError(`No file is of the realm ${wanted}. ${list ? `They are of: ${list}.` : 'They name none.'}`);
  }
  const chosen = wanted ?? names[0];
  if (chosen !== undefined && !hasUsersOf(files, chosen) && !files.some(({ hasOthers }) => hasOthers)) {
    throw new UsageError(
      `The realm ${chosen} has no users in the files. Keycloak writes them beside ${chosen}-realm.json, into ${chosen}-users-0.json and so on, or into one file with --users realm_file.`,
    );
  }
  return chosen;
};
