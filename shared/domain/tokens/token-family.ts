/** When and how a user was authenticated. */
export interface AuthContext {
  /** Epoch milliseconds. */
  readonly authTime: number;
  /** The name of the authentication level that the tokens state; undefined where they state none. */
  readonly acr?: string;
  /** What was proved, as methods of authentication (RFC 8176). The tokens state it together with the level. */
  readonly amr?: readonly string[];
  /** The session of the pages by which it came about, if it came about there. */
  readonly ssoId?: string;
  /** The provider that the user signed in through. It ends with the link. */
  readonly providerName?: string;
}

/** All tokens of one sign-in: a refresh token, and every access and ID token that comes from it. */
export interface TokenFamily extends AuthContext {
  /** A sign-in through the API makes it when it begins, so that it can end in only one family. */
  readonly id: string;
  /** The `origin_jti` of its tokens: its own id where it began on the pages, where a sign-in can end in several families. */
  readonly originJti: string;
  readonly clientId: string;
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** The user's count of global sign-outs at its beginning. A later count revokes it. */
  readonly signOuts: number;
  /** The scopes of its access tokens, separated by spaces. */
  readonly scope: string;
  /** The resource that its access tokens are for (RFC 8707), if they are for one. */
  readonly audience?: string;
  /** The thumbprint of the key that its refresh token is bound to, if it is: RFC 9449 section 5. */
  readonly jkt?: string;
  /** True where it began at the OAuth endpoints. Its tokens then follow what the scopes say. */
  readonly oauth?: true;
  /** How often its refresh token was rotated. The token itself says which one it is. */
  readonly rotations: number;
  /** When the refresh token before the current one stops working, epoch milliseconds. */
  readonly graceUntil: number;
  readonly revoked: boolean;
  /** True once its app client is being told that its session ended. */
  readonly logoutTold?: true;
  /**
   * The device of its sign-in, in pools that track devices: one that proved itself, or one that may still be confirmed.
   */
  readonly device?: { readonly key: string; readonly groupKey: string; readonly isConfirmed: boolean };
  /** The slot of its session, if the pool tracked sessions when it began. */
  readonly slot?: number;
}

/** True where its tokens name it by `origin_jti`, and not by `event_id`. */
export const isNamedByOrigin = ({ id, originJti }: TokenFamily): boolean => originJti === id;

/** The `event_id` of its tokens: the sign-in that they come from, as its event is called. */
export const eventIdOf = (family: TokenFamily): string =>
  isNamedByOrigin(family) && family.ssoId !== undefined ? family.ssoId : family.id;

// Ids of families are UUIDs of version 7. An `origin_jti` of version 4 names nothing.
const ofVersion7 = /^[\da-f]{8}-[\da-f]{4}-7/;

/** The family that the claims of a token name. */
export const familyIdIn = ({
  eventId,
  originJti,
}: {
  readonly eventId: string;
  readonly originJti: unknown;
}): string => (typeof originJti === 'string' && ofVersion7.test(originJti) ? originJti : eventId);
