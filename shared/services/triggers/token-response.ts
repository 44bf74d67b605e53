import * as v from 'valibot';
import {
  type ClaimChanges,
  type ClaimValue,
  type GroupClaims,
  type TokenChanges,
  unchanged,
} from '#shared/domain/tokens/token-changes.ts';

type AddedClaims = Readonly<Record<string, ClaimValue>>;

const isClaimValue = (value: unknown): value is ClaimValue => {
  if (typeof value !== 'object') return ['string', 'number', 'boolean'].includes(typeof value);
  return value !== null && Object.values(value).every(isClaimValue);
};

const isAddedClaims = (value: unknown): value is AddedClaims =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && isClaimValue(value);

// These claims of the ID token have types of their own.
const plain: ReadonlySet<string> = new Set(['address', 'email_verified', 'phone_number_verified', 'updated_at']);

const isIdClaims = (value: unknown): value is AddedClaims =>
  isAddedClaims(value) && Object.entries(value).every(([name, claim]) => !plain.has(name) || typeof claim !== 'object');

const names = v.nullish(v.array(v.string()), []);
const scopes = v.nullish(v.array(v.pipe(v.string(), v.regex(/^\S+$/))), []);

// Absent keeps the groups. null and {} remove them all.
const groupOverride = v.optional(
  v.nullable(v.object({ groupsToOverride: names, iamRolesToOverride: names, preferredRole: v.nullish(v.string()) })),
);

const toGroups = (given: v.InferOutput<typeof groupOverride>): GroupClaims | undefined =>
  given === undefined
    ? undefined
    : {
        groups: given?.groupsToOverride ?? [],
        roles: given?.iamRolesToOverride ?? [],
        preferredRole: given?.preferredRole ?? undefined,
      };

interface GivenClaims {
  readonly claimsToAddOrOverride?: AddedClaims | null | undefined;
  readonly claimsToSuppress: readonly string[];
}

const toClaims = ({ claimsToAddOrOverride, claimsToSuppress }: GivenClaims): ClaimChanges => ({
  add: claimsToAddOrOverride ?? {},
  suppress: claimsToSuppress,
});

/** The response of version 1 as changes: of the ID token, whose claims are text, and of the groups. */
export const responseV1 = v.pipe(
  v.object({
    claimsOverrideDetails: v.nullish(
      v.object({
        claimsToAddOrOverride: v.nullish(v.record(v.string(), v.string())),
        claimsToSuppress: names,
        groupOverrideDetails: groupOverride,
      }),
    ),
  }),
  v.transform(
    ({ claimsOverrideDetails: given }): TokenChanges =>
      given ? { ...unchanged, idToken: toClaims(given), groups: toGroups(given.groupOverrideDetails) } : unchanged,
  ),
);

/** The response of versions 2 and 3, as changes. */
export const responseV2 = v.pipe(
  v.object({
    claimsAndScopeOverrideDetails: v.nullish(
      v.object({
        idTokenGeneration: v.nullish(
          v.object({ claimsToAddOrOverride: v.nullish(v.custom<AddedClaims>(isIdClaims)), claimsToSuppress: names }),
        ),
        accessTokenGeneration: v.nullish(
          v.object({
            claimsToAddOrOverride: v.nullish(v.custom<AddedClaims>(isAddedClaims)),
            claimsToSuppress: names,
            scopesToAdd: scopes,
            scopesToSuppress: scopes,
          }),
        ),
        groupOverrideDetails: groupOverride,
      }),
    ),
  }),
  v.transform(({ claimsAndScopeOverrideDetails: given }): TokenChanges => {
    if (!given) return unchanged;
    const { idTokenGeneration: id, accessTokenGeneration: access, groupOverrideDetails } = given;
    return {
      idToken: id ? toClaims(id) : unchanged.idToken,
      accessToken: access
        ? { ...toClaims(access), scopesToAdd: access.scopesToAdd, scopesToSuppress: access.scopesToSuppress }
        : unchanged.accessToken,
      groups: toGroups(groupOverrideDetails),
    };
  }),
);
