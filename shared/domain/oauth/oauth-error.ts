/**
 * Error codes of OAuth 2.0 and OpenID Connect. RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 7009 section
 * 2.2.1, RFC 7591 section 3.2.2, RFC 8628, RFC 8707, RFC 9449.
 */
export type OAuthErrorCode =
  | 'access_denied'
  | 'authorization_pending'
  | 'consent_required'
  | 'expired_token'
  | 'invalid_client'
  | 'invalid_client_metadata'
  | 'invalid_dpop_proof'
  | 'invalid_grant'
  | 'invalid_redirect_uri'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_token'
  | 'login_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'server_error'
  | 'slow_down'
  | 'temporarily_unavailable'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'use_dpop_nonce';

interface Details {
  /** Becomes `error_description`. Most of Cognito's errors have none. */
  readonly description?: string | undefined;
  /** HTTP status where the error is told in a body; 400 by default. */
  readonly status?: number;
  /** Value of WWW-Authenticate: how a client may authenticate. */
  readonly challenge?: string;
  /** The nonce that the next proof of a key has to have. */
  readonly nonce?: string;
  readonly cause?: unknown;
}

/** A refusal in the words of OAuth. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly description: string | undefined;
  readonly status: number;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;

  constructor(code: OAuthErrorCode, { description, status = 400, challenge, nonce, cause }: Details = {}) {
    super(description ?? code, { cause });
    this.name = code;
    this.code = code;
    this.description = description;
    this.status = status;
    this.challenge = challenge;
    this.nonce = nonce;
  }
}
