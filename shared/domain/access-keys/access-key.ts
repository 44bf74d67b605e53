import { randomText, upperCase } from '../identifiers/random-text.ts';
import type { SignedService } from '../signature-v4/verify.ts';
import type { Sealed } from '../user-pools/user-pool.ts';

/**
 * What the holder of an access key may do: names of actions, and ids of user pools and identity pools, `*` for any
 * number of characters.
 */
export interface AccessPolicy {
  readonly actions: readonly string[];
  readonly pools: readonly string[];
  /** Ids of pools to which it gives no right, whatever `pools` says. */
  readonly exceptPools?: readonly string[];
}

/** The session of an operator, which a key acts for. */
export interface OperatorSession {
  /** The pool of operators. */
  readonly poolId: string;
  readonly username: string;
  readonly sub: string;
  /** Of the token family that the sign-in began. */
  readonly familyId: string;
  /** The app client of the sign-in. */
  readonly clientId: string;
  /** SHA-256 of the session token, in hexadecimal digits. */
  readonly tokenDigest: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** A key pair that signs requests. Gatehouse issues its own: it cannot know the secrets of AWS's. */
export interface AccessKey {
  readonly id: string;
  /** Sealed under the deployment's data key. */
  readonly secret: Sealed;
  readonly policy: AccessPolicy;
  readonly enabled: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Where the key was made for an operator. Then what the operator's groups are for counts, and not `policy`. */
  readonly operator?: OperatorSession;
}

/** An id for a new access key. Its prefix tells that it is Gatehouse's. */
export const newAccessKeyId = (): string => `GATE${randomText(`${upperCase}234567`, 16)}`;

/** True for a text that can be the id of an access key. */
export const isAccessKeyId = (text: string): boolean => /^\w{16,128}$/.test(text);

const matches = (pattern: string, value: string): boolean => {
  const parts = pattern.split('*');
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === value;
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > value.length - last.length) return false;
    at = found + part.length;
  }
  return true;
};

/** What policies call an operation: those of user pools by their names, those of identity pools with the service before it. */
export const actionOf = (operation: string, service: SignedService): string =>
  service === 'cognito-identity' ? `${service}:${operation}` : operation;

/** True where the policy allows the action on the pool. Operations that name no pool need a policy for all pools. */
export const isAllowed = (policy: AccessPolicy, actionName: string, poolId: string | undefined): boolean =>
  policy.actions.some((action) => matches(action, actionName)) &&
  policy.pools.some((pool) => (poolId === undefined ? pool === '*' : matches(pool, poolId))) &&
  !(poolId !== undefined && policy.exceptPools?.includes(poolId));
