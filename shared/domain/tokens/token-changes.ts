/** Values that a trigger can set for a claim. */
export type ClaimValue = string | number | boolean | readonly ClaimValue[] | { readonly [name: string]: ClaimValue };

/** The accounts elsewhere of a user. No trigger changes them. */
type Identities = readonly Readonly<Record<string, string | null>>[];

/** The claims of a token, by name. */
export type Claims = Readonly<Record<string, ClaimValue | Identities>>;

/** What tokens say about a user's groups. */
export interface GroupClaims {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | undefined;
}

export interface ClaimChanges {
  readonly add: Readonly<Record<string, ClaimValue>>;
  readonly suppress: readonly string[];
}

/** The changes of PreTokenGeneration, whichever its version. */
export interface TokenChanges {
  readonly idToken: ClaimChanges;
  readonly accessToken: ClaimChanges & {
    readonly scopesToAdd: readonly string[];
    readonly scopesToSuppress: readonly string[];
  };
  /** Replaces the user's groups; undefined keeps them. */
  readonly groups: GroupClaims | undefined;
}

/** The changes of a trigger that changes nothing. */
export const unchanged: TokenChanges = {
  idToken: { add: {}, suppress: [] },
  accessToken: { add: {}, suppress: [], scopesToAdd: [], scopesToSuppress: [] },
  groups: undefined,
};
