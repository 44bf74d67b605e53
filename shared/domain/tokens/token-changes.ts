/** What may stand in a claim that a trigger sets. */
export type ClaimValue = string | number | boolean | readonly ClaimValue[] | { readonly [name: string]: ClaimValue };

/** What tokens say of a user's groups. */
export interface GroupClaims {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | undefined;
}

export interface ClaimChanges {
  readonly add: Readonly<Record<string, ClaimValue>>;
  readonly suppress: readonly string[];
}

/** What PreTokenGeneration changes, of whichever version. */
export interface TokenChanges {
  readonly idToken: ClaimChanges;
  readonly accessToken: ClaimChanges & {
    readonly scopesToAdd: readonly string[];
    readonly scopesToSuppress: readonly string[];
  };
  /** In place of the user's groups; undefined keeps them. */
  readonly groups: GroupClaims | undefined;
}

/** A trigger that changes nothing. */
export const unchanged: TokenChanges = {
  idToken: { add: {}, suppress: [] },
  accessToken: { add: {}, suppress: [], scopesToAdd: [], scopesToSuppress: [] },
  groups: undefined,
};
