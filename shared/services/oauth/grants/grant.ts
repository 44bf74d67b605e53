import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import type { Origin } from '../../sessions/origin.ts';
import type { AuthenticationResult } from '../../tokens/tokens.ts';

/** A token request of a client that has proved itself. */
export interface TokenRequest {
  readonly app: ClientRecord;
  readonly parameters: Parameters;
  readonly origin: Origin;
  /** The thumbprint of the key that the request proves: the tokens are bound to it. RFC 9449. */
  readonly jkt: string | undefined;
}

/** The tokens of a grant. */
export type GrantedTokens = Omit<AuthenticationResult, 'NewDeviceMetadata'> & {
  /** The scopes, where they may be others than those that were asked for. */
  readonly Scope?: string;
  /** Of an exchanged token: RFC 8693 section 2.2.1. */
  readonly IssuedTokenType?: string;
};

/** What a grant type gives for a request. Throws OAuthError. */
export type Grant = (request: TokenRequest) => Promise<GrantedTokens>;
