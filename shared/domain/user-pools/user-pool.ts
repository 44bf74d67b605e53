import type { CreateUserPoolRequest, LogConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import type { DocumentHosts } from '../app-clients/document-hosts.ts';
import type { MessageBranding } from '../messages/message-branding.ts';
import type { RiskConfiguration, RiskSettings } from '../risk/pool-risk.ts';
import type { TrustedIssuer } from '../tokens/token-trust.ts';
import type { AccountSection } from './account-sections.ts';
import type { AttributeSchema } from './attribute-schema.ts';
import type { PasswordBlocklist } from './password-blocklist.ts';
import type { PoolSearch } from './pool-search.ts';

/** What CreateUserPool and UpdateUserPool set, as it was given. The functions in this folder fill in the defaults. */
export type PoolSettings = Omit<CreateUserPoolRequest, 'PoolName' | 'Schema'>;

/** A data key, encrypted under its wrapping key: opaque bytes. */
export type WrappedKey = Uint8Array;

/** Sealed bytes: AES-256-GCM under a pool's data key. */
export type Sealed = Uint8Array;

/** What SetUserPoolMfaConfig sets beyond the members that CreateUserPool also has. */
export interface PoolMfa {
  /** False where codes are not sent by SMS, even though the pool can send SMS. */
  readonly sms?: boolean;
  readonly softwareToken: boolean;
  /** Texts of the e-mail with a second factor's code; undefined where codes are not sent by e-mail. */
  readonly email?: { readonly message?: string | undefined; readonly subject?: string | undefined };
}

/** A pool's passkeys. What is left out has the defaults of `shared/domain/passkeys`. */
export interface PoolWebAuthn {
  readonly relyingPartyId?: string | undefined;
  readonly userVerification?: 'required' | 'preferred' | undefined;
  readonly factor?: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION' | undefined;
}

/** Whether a user's sign-ins are listed, and how many there may be at once. */
export interface SessionTracking {
  readonly enabled: boolean;
  readonly maxPerUser: number;
}

/** Gatehouse's own settings of sign-in. What is left out has the API's value. */
export interface PoolSignIn {
  readonly codes?: Readonly<
    Partial<
      Record<'verification' | 'recovery' | 'authentication', { readonly length?: number; readonly seconds?: number }>
    >
  >;
  readonly lockout?: { readonly failures?: number; readonly longestSeconds?: number; readonly quietSeconds?: number };
  readonly passwordChange?: { readonly endsSessions?: boolean };
}

/** A provider that an administrator trusts to say whose an e-mail is. */
export interface TrustedProvider {
  readonly name: string;
  /** When it was made, in epoch milliseconds. One of that name that was made at another time is not trusted. */
  readonly createdAt: number;
}

/** When somebody who first comes through a provider becomes a user that there is. Without it: never. */
export interface PoolLinking {
  readonly policy: 'NEVER' | 'VERIFIED_EMAIL' | 'ASK';
  readonly trustedProviders: readonly TrustedProvider[];
}

/** Gatehouse's own settings of tokens. What is left out has the API's value. */
export interface PoolTokens {
  /** Access tokens follow RFC 9068, in place of Cognito's form alone. */
  readonly accessTokenFormat?: 'RFC9068';
  /** Whose tokens are taken in place of a sign-in. */
  readonly trustedIssuers?: readonly TrustedIssuer[];
}

/** Gatehouse's own limits of what a pool sends. What is left out is unlimited. */
export interface PoolMessages {
  /** ISO 3166 codes of the countries to which SMS may go. */
  readonly smsCountries?: readonly string[];
  readonly emailsPerDay?: number;
  readonly smsPerDay?: number;
}

/** How a pool is protected against who has somebody else's password. */
export interface PoolRisk {
  /** Of all clients that have none of their own. */
  readonly configuration?: RiskConfiguration | undefined;
  readonly settings?: RiskSettings;
}

/** Gatehouse's own settings for clients that register themselves. What is left out has the defaults. */
export interface PoolClientRegistration {
  /** The identity providers that their users may sign in through. */
  readonly providers?: readonly string[];
  /** True where a client may be named by the URL of its metadata document. */
  readonly documents?: boolean;
  /** Whose documents these may be. */
  readonly documentHosts?: DocumentHosts;
  readonly mostClients?: number;
  readonly hourly?: number;
  readonly idleDays?: number;
}

/** The account page of a pool's users. What is left out has the defaults of `account-page.ts`. */
export interface PoolAccountPage {
  readonly enabled: boolean;
  /** The app client of visits that name none. */
  readonly clientId?: string;
  /** What the page shows; everything where it is left out. */
  readonly sections?: readonly AccountSection[];
  /** How old a sign-in may be for what is delicate, in minutes. */
  readonly freshMinutes?: number;
  /** The levels of authentication that are asked for beside that, as in `acr_values`. */
  readonly acrValues?: string;
}

/** The part of a pool that a change concerns, in one of its two forms: the old or the new one. */
export interface PoolForm {
  readonly names: Pick<PoolSettings, 'AliasAttributes' | 'UsernameAttributes' | 'UsernameConfiguration'>;
  readonly schema: readonly AttributeSchema[];
  /** Undefined where the change does not concern second factors. */
  readonly factors?: { readonly mode: 'OFF' | 'OPTIONAL' | 'ON'; readonly mfa?: PoolMfa | undefined };
}

/**
 * How far a change of a pool is. While `preparing` and `cleaning`, every write drops what users have in the other form.
 * In between, it is kept in both forms, so that either can be read.
 */
export type ChangeStage = 'preparing' | 'copying' | 'switched' | 'returning' | 'cleaning';

/** A change of what settings alone cannot change: see docs/changing-a-pool.md. */
export interface PoolChange {
  readonly id: string;
  readonly stage: ChangeStage;
  /** When that stage began, in epoch milliseconds. */
  readonly since: number;
  readonly goal: 'switch' | 'finish' | 'rollBack';
  /** The form that the pool does not have now: the new one until the switch, the old one after it. */
  readonly other: PoolForm;
  /** Attributes that have different names in the two forms: pairs of both names. */
  readonly renamed: readonly (readonly [string, string])[];
  /** False where users may keep values that do not fit the new schema. */
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
  readonly tokens?: PoolTokens;
  readonly messages?: PoolMessages;
  readonly risk?: PoolRisk;
  /** Where it sends records of its log: at most one place for each source. */
  readonly logs?: readonly LogConfigurationType[];
  readonly linking?: PoolLinking;
  /** True once one of its app clients wanted to be told of sessions that ended. In other pools, an end of one costs nothing more. */
  readonly backchannelLogout?: true;
  readonly passwordBlocklist?: PasswordBlocklist;
  readonly search?: PoolSearch;
  readonly clientRegistration?: PoolClientRegistration;
  readonly accountPage?: PoolAccountPage;
  /** The languages in which it has texts of its own for pages. */
  readonly textLanguages?: readonly string[];
  /** How its messages look. */
  readonly messageBranding?: MessageBranding;
  /** The app clients whose messages look otherwise. */
  readonly messageBrandingOf?: Readonly<Record<string, MessageBranding>>;
  /** The messages for which it has templates, each with its language, such as `SignUp de`. */
  readonly messageTemplates?: readonly string[];
  /** The prefix domain and the custom domain. An export does not carry them: a name can stand only once. */
  readonly domain?: string | undefined;
  readonly customDomain?: string | undefined;
  /** A change that is not finished. */
  readonly change?: PoolChange;
  /** True where case began or ceased to matter: earlier usernames are folded in another way than new ones. */
  readonly caseChanged?: boolean;
  /** True where nothing can change that Cognito cannot change. */
  readonly strict?: boolean;
  /** Standard and custom attributes. */
  readonly schema: readonly AttributeSchema[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
  /** For everything sealed in the pool, except its signing keys, which have data keys of their own. */
  readonly dataKeys: { readonly general: WrappedKey };
}

/** What a signing key signs: access and ID tokens have keys of their own. */
export type TokenUse = 'access' | 'id';

/** How a pool signs its tokens: RFC 7518 section 3.1. */
export type SigningAlgorithm = 'RS256' | 'ES256';

/** Modulus and exponent, base64url, as in a JWK. */
export interface RsaPublicKey {
  readonly n: string;
  readonly e: string;
}

/** A point on P-256: base64url of 32 bytes each, as in a JWK. */
export interface EcPublicKey {
  readonly x: string;
  readonly y: string;
}

export interface SigningKey {
  readonly poolId: string;
  readonly kid: string;
  readonly use: TokenUse;
  /** It says which algorithm the key signs with: an RSA key with RS256, one on a curve with ES256. */
  readonly publicKey: RsaPublicKey | EcPublicKey;
  /**
   * The key that the private key is sealed under. It is made together with it, so that the maker of keys need not be
   * able to open any.
   */
  readonly dataKey: WrappedKey;
  /** PKCS #8 DER, sealed under the data key. */
  readonly privateKey: Sealed;
  /**
   * Epoch milliseconds. The key is published from `createdAt`, signs from `activeFrom`, and is published until
   * `publishedUntil`.
   */
  readonly createdAt: number;
  readonly activeFrom: number;
  readonly publishedUntil?: number;
}

/** The part of a pool id that SRP uses as the pool's name. */
export const poolName = (poolId: string): string => poolId.slice(poolId.indexOf('_') + 1);

/** The Region in a pool id. ARNs of the pool and events about it have the same one. */
export const poolRegion = (poolId: string): string => poolId.slice(0, poolId.indexOf('_'));

/** The pool's Amazon resource name. */
export const poolArn = (poolId: string, { accountId }: { readonly accountId: string }): string =>
  `arn:aws:cognito-idp:${poolRegion(poolId)}:${accountId}:userpool/${poolId}`;

/** The pool id at the end of a pool's ARN, of whichever deployment; undefined for any other ARN. */
export const findPoolId = (arn: string): string | undefined =>
  /^arn:[^:]*:cognito-idp:[^:]*:[^:]*:userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(arn)?.[1];
