import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { AttributeSchema } from './attribute-schema.ts';
import type { PoolSearch } from './pool-search.ts';

/** What CreateUserPool and UpdateUserPool set, as they were given: defaults are read through the functions beside this. */
export type PoolSettings = Omit<CreateUserPoolRequest, 'PoolName' | 'Schema'>;

/** A data key under its wrapping key: opaque bytes. */
export type WrappedKey = Uint8Array;

/** Sealed bytes: AES-256-GCM under a pool's data key. */
export type Sealed = Uint8Array;

/** What SetUserPoolMfaConfig sets beside the members that CreateUserPool knows, too. */
export interface PoolMfa {
  /** False where codes do not go by SMS although the pool can send any. */
  readonly sms?: boolean;
  readonly softwareToken: boolean;
  /** Texts of the mail with a second factor's code; undefined where codes do not go by e-mail. */
  readonly email?: { readonly message?: string | undefined; readonly subject?: string | undefined };
}

/** Passkeys in a pool: what is not stated has the defaults of `shared/domain/passkeys`. */
export interface PoolWebAuthn {
  readonly relyingPartyId?: string | undefined;
  readonly userVerification?: 'required' | 'preferred' | undefined;
  readonly factor?: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION' | undefined;
}

/** Whether sign-ins of a user are listed, and how many there may be at once. */
export interface SessionTracking {
  readonly enabled: boolean;
  readonly maxPerUser: number;
}

/** Settings of sign-in that are Gatehouse's own; what is not stated has the API's value. */
export interface PoolSignIn {
  readonly codes?: Readonly<
    Partial<
      Record<'verification' | 'recovery' | 'authentication', { readonly length?: number; readonly seconds?: number }>
    >
  >;
  readonly lockout?: { readonly failures?: number; readonly longestSeconds?: number; readonly quietSeconds?: number };
  readonly passwordChange?: { readonly endsSessions?: boolean };
}

/** Limits of what a pool sends that are Gatehouse's own; what is not stated has none. */
export interface PoolMessages {
  /** ISO 3166 codes of the countries that SMS may go to. */
  readonly smsCountries?: readonly string[];
  readonly emailsPerDay?: number;
  readonly smsPerDay?: number;
}

/** What of a pool a change concerns, in one of its two forms: as it was, or as it is to be. */
export interface PoolForm {
  readonly names: Pick<PoolSettings, 'AliasAttributes' | 'UsernameAttributes' | 'UsernameConfiguration'>;
  readonly schema: readonly AttributeSchema[];
  /** Undefined where the change does not concern second factors. */
  readonly factors?: { readonly mode: 'OFF' | 'OPTIONAL' | 'ON'; readonly mfa?: PoolMfa | undefined };
}

/**
 * How far a change of a pool has come. While `preparing` and `cleaning`, whatever is written gives up what users have in
 * the other form; in between it is kept in both, so that either can be read by.
 */
export type ChangeStage = 'preparing' | 'copying' | 'switched' | 'returning' | 'cleaning';

/** A change of what settings alone do not change: see docs/changing-a-pool.md. */
export interface PoolChange {
  readonly id: string;
  readonly stage: ChangeStage;
  /** Epoch milliseconds: since when it is at that stage. */
  readonly since: number;
  readonly goal: 'switch' | 'finish' | 'rollBack';
  /** The form that the pool does not have now: the next one until it is switched, then the former. */
  readonly other: PoolForm;
  /** Attributes that have one name in one form and one in the other. */
  readonly renamed: readonly (readonly [string, string])[];
  /** False where users may keep values that the new schema would not take. */
  readonly allMustFit: boolean;
}

export interface UserPool {
  /** `<region>_` and nine letters or digits. */
  readonly id: string;
  readonly name: string;
  readonly settings: PoolSettings;
  readonly mfa?: PoolMfa | undefined;
  readonly webAuthn?: PoolWebAuthn | undefined;
  readonly sessionTracking?: SessionTracking;
  readonly signIn?: PoolSignIn;
  readonly messages?: PoolMessages;
  readonly search?: PoolSearch;
  /** A change that is not finished. */
  readonly change?: PoolChange;
  /** True where case began or ceased to matter: usernames of before are not folded as those of today. */
  readonly caseChanged?: boolean;
  /** True where what Cognito does not change stays as the pool was made. */
  readonly strict?: boolean;
  /** Standard and custom attributes. */
  readonly schema: readonly AttributeSchema[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes; a write states which one it was made from. */
  readonly version: number;
  /** For everything sealed that is the pool's but its signing keys: those have data keys of their own. */
  readonly dataKeys: { readonly general: WrappedKey };
}

/** What a signing key signs: access and ID tokens have keys of their own. */
export type TokenUse = 'access' | 'id';

export interface SigningKey {
  readonly poolId: string;
  readonly kid: string;
  readonly use: TokenUse;
  /** Modulus and exponent, base64url, as in a JWK. */
  readonly publicKey: { readonly n: string; readonly e: string };
  /** What the private key is sealed under: made with it, so that who makes keys need not be able to open any. */
  readonly dataKey: WrappedKey;
  /** PKCS #8 DER, sealed under the data key. */
  readonly privateKey: Sealed;
  /** Epoch milliseconds: published from `createdAt`, signs from `activeFrom`, published until `publishedUntil`. */
  readonly createdAt: number;
  readonly activeFrom: number;
  readonly publishedUntil?: number;
}

/** The part of a pool id that SRP calls the pool's name. */
export const poolName = (poolId: string): string => poolId.slice(poolId.indexOf('_') + 1);

/** The pool's Amazon resource name. */
export const poolArn = (
  poolId: string,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): string => `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;

/** The pool id that an ARN of a pool ends with, wherever the pool is; undefined in any other ARN. */
export const findPoolId = (arn: string): string | undefined =>
  /^arn:[^:]*:cognito-idp:[^:]*:[^:]*:userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(arn)?.[1];
