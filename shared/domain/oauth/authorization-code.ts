import { createHash } from 'node:crypto';
import type { AuthContext } from '../tokens/token-family.ts';

/** What an authorization code stands for: RFC 6749 section 4.1. */
export interface AuthorizationCode {
  readonly clientId: string;
  readonly userKey: string;
  readonly sub: string;
  readonly redirectUri: string;
  /** True where the request named the redirect URI: then the exchange has to do so, too. */
  readonly namesRedirect: boolean;
  readonly scopes: readonly string[];
  readonly nonce?: string;
  readonly codeChallenge?: string;
  /** The thumbprint of the key that the exchange has to prove: RFC 9449 section 10. */
  readonly dpopJkt?: string;
  /** The resource of the request. */
  readonly resource?: string;
  /** True where the resource is no resource server, so that the code gives nothing. */
  readonly isForNobody?: true;
  readonly authContext: AuthContext;
  /** The user's count of global sign-outs. */
  readonly signOuts: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** The token family that it gave. */
  readonly spentFor?: string;
}

/** How long a code can be exchanged, in milliseconds. */
export const codeLifetimeMs = 300_000;

/** The digest by which a code is stored. */
export const codeDigest = (code: string): string => createHash('sha256').update(code).digest('base64url');
