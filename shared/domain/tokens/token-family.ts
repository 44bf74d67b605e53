/** When and how a user was authenticated. */
export interface AuthContext {
  /** Epoch milliseconds. */
  readonly authTime: number;
  /** Authentication context class, as its tokens state it. */
  readonly acr?: string;
  /** Methods of authentication (RFC 8176), as its tokens state them. */
  readonly amr?: readonly string[];
}

/** What one sign-in gave: a refresh token and every access and ID token that comes of it. */
export interface TokenFamily extends AuthContext {
  /** The `event_id` of its tokens: made when the sign-in began, so that one sign-in can end in one family only. */
  readonly id: string;
  /** The `origin_jti` of its tokens. */
  readonly originJti: string;
  readonly clientId: string;
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** The user's count of global sign-outs when it began: a later one revokes it. */
  readonly signOuts: number;
  /** Space-separated scopes of its access tokens. */
  readonly scope: string;
  /** The resource that its access tokens are for (RFC 8707), where they are for one. */
  readonly audience?: string;
  /** How often its refresh token was rotated; the token itself says which one it is. */
  readonly rotations: number;
  /** When the refresh token before the current one stops working, epoch milliseconds. */
  readonly graceUntil: number;
  readonly revoked: boolean;
  /** The device that its sign-in was on, where the pool tracks devices: proved by it, or offered to be confirmed. */
  readonly device?: { readonly key: string; readonly groupKey: string; readonly isConfirmed: boolean };
  /** Its place among the user's sessions, where the pool tracked them when it began. */
  readonly slot?: number;
}
