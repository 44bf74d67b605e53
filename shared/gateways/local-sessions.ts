import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import type { AccessPolicy } from '#shared/domain/access-keys/access-key.ts';
import { readSessionToken, secretOfSession } from '#shared/domain/access-keys/local-session.ts';

/** The keys of a session that the STS of this laptop gave, and what its role may do here. */
export interface LocalSessionKey {
  readonly id: string;
  readonly secret: string;
  readonly policy: AccessPolicy;
}

const patterns = v.array(v.string());
// They may also say whom they trust, which is the business of the STS.
const Roles = v.record(v.string(), v.object({ actions: v.optional(patterns, []), pools: v.optional(patterns, ['*']) }));

const nothing: AccessPolicy = { actions: [], pools: [] };

// Whoever writes the file has it read at the next request.
const policyOf = (file: string, role: string): AccessPolicy => {
  if (!existsSync(file)) return nothing;
  const roles = v.parse(Roles, JSON.parse(readFileSync(file, 'utf8')));
  return Object.hasOwn(roles, role) ? (roles[role] ?? nothing) : nothing;
};

/**
 * The session of that key id, by its session token; undefined on AWS, and for a token that is not of this laptop, or has
 * expired at `now`. A role that the file of local roles does not name may do nothing. Throws a plain Error for a file
 * that is something else.
 */
export const findLocalSession = (accessKeyId: string, token: string, now: number): LocalSessionKey | undefined => {
  const { localSessions: files } = environment();
  if (!files) return undefined;
  const key = readFileSync(files.keyFile);
  const session = readSessionToken(key, token, now);
  if (session?.accessKeyId !== accessKeyId) return undefined;
  return {
    id: accessKeyId,
    secret: secretOfSession(key, accessKeyId),
    policy: policyOf(files.rolesFile, session.role),
  };
};
