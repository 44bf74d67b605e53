import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { readJsonFile, writeJsonFile } from '../../data-folder/json-files.ts';

/** What a login leaves: keys for administration, and the token by which a logout ends the session. */
const Login = v.object({
  username: v.string(),
  clientId: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  sessionToken: v.string(),
  /** Epoch milliseconds. */
  expiresAt: v.number(),
  refreshToken: v.string(),
});

export type Login = v.InferOutput<typeof Login>;

// By the origin of the deployment.
const Logins = v.record(v.string(), Login);

const isLogins = (value: unknown): value is v.InferOutput<typeof Logins> => v.is(Logins, value);

// Secrets of a person, not of a project: no folder that might be committed.
const fileOf = (): string =>
  path.join(process.env.XDG_CONFIG_HOME || path.join(homedir(), '.config'), 'gatehouse-pools', 'logins.json');

const read = (): v.InferOutput<typeof Logins> =>
  readJsonFile(fileOf(), { isShape: isLogins, remedy: 'Remove it and log in again.' }) ?? {};

/** The login at a deployment; undefined where there is none. It may have expired. */
export const findLogin = (endpoint: string): Login | undefined => read()[new URL(endpoint).origin];

/** Keeps the login at a deployment for its user alone, or forgets it. */
export const saveLogin = (endpoint: string, login: Login | undefined): void => {
  const { [new URL(endpoint).origin]: _former, ...others } = read();
  mkdirSync(path.dirname(fileOf()), { recursive: true, mode: 0o700 });
  writeJsonFile(fileOf(), { ...others, ...(login && { [new URL(endpoint).origin]: login }) });
};
