/** What is compared of two pools, and what is sent to make one like the other. */
import { isDeepStrictEqual } from 'node:util';
import type {
  DomainDescriptionType,
  GetUserPoolMfaConfigResponse,
  GroupType,
  IdentityProviderType,
  ManagedLoginBrandingType,
  ResourceServerType,
  RiskConfigurationType,
  TermsType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '#shared/wire/app-client-shapes.ts';
import { poolSettings } from '#shared/wire/user-pool-shapes.ts';
import type { Look } from './pool-facts.ts';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (isObject(value) && !(value instanceof Uint8Array) && Object.keys(value).length === 0);

const byText = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);

/**
 * A description in a form in which two that mean the same are equal: without what is not set, lists of names in one
 * order, times and bytes as text.
 */
export const comparable = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) {
    const items: unknown[] = value.map(comparable);
    return items.every((item) => typeof item === 'string') ? items.toSorted(byText) : items;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, comparable(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => !isEmpty(member)));
};

/** True where two descriptions mean the same. */
export const isSame = (one: unknown, other: unknown): boolean => isDeepStrictEqual(comparable(one), comparable(other));

const pick = <Whole extends object>(whole: Whole, names: readonly string[]): Partial<Whole> => {
  const wanted = new Set(names);
  const kept: Partial<Whole> = { ...whole };
  for (const name of Object.keys(kept)) if (!wanted.has(name)) Reflect.deleteProperty(kept, name);
  return kept;
};

/** The settings of a pool as CreateUserPool takes them. */
export const settingsOf = (pool: UserPoolType): Partial<UserPoolType> => {
  const settings = pick(pool, Object.keys(poolSettings));
  // It is a former name of a setting of the password policy, and described with that one's value.
  const { UnusedAccountValidityDays: _, ...invitations } = settings.AdminCreateUserConfig ?? {};
  return { ...settings, ...(settings.AdminCreateUserConfig && { AdminCreateUserConfig: invitations }) };
};

const fixed: readonly string[] = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'];

/** The settings of a pool that never change by themselves: how names are unique. */
export const formOf = (pool: UserPoolType): Partial<UserPoolType> => pick(pool, fixed);

/** The settings of a pool as UpdateUserPool takes them, with its name. SetUserPoolMfaConfig takes those of MFA. */
export const updatableOf = (pool: UserPoolType) => {
  const { MfaConfiguration: _, ...settings } = settingsOf(pool);
  for (const name of fixed) Reflect.deleteProperty(settings, name);
  return { ...settings, PoolName: pool.Name };
};

/** The second factors and passkeys of a pool as SetUserPoolMfaConfig takes them. */
export const mfaOf = (mfa: GetUserPoolMfaConfigResponse): GetUserPoolMfaConfigResponse =>
  // OFF cannot be sent with factors, and forgets them.
  (mfa.MfaConfiguration ?? 'OFF') === 'OFF'
    ? { MfaConfiguration: 'OFF', WebAuthnConfiguration: mfa.WebAuthnConfiguration }
    : {
        MfaConfiguration: mfa.MfaConfiguration,
        SmsMfaConfiguration: mfa.SmsMfaConfiguration,
        SoftwareTokenMfaConfiguration: { Enabled: mfa.SoftwareTokenMfaConfiguration?.Enabled ?? false },
        EmailMfaConfiguration: mfa.EmailMfaConfiguration,
        WebAuthnConfiguration: mfa.WebAuthnConfiguration,
      };

/** The settings of an app client as CreateUserPoolClient takes them. */
export const clientSettingsOf = (client: UserPoolClientType): Partial<UserPoolClientType> => {
  const { AnalyticsConfiguration: _, ...settings } = pick(client, Object.keys(clientSettings));
  return settings;
};

/** The settings of an app client as UpdateUserPoolClient takes them, with its name. */
export const updatableClientOf = (client: UserPoolClientType) => ({
  ...clientSettingsOf(client),
  ClientName: client.ClientName,
});

/** A group as CreateGroup takes it. */
export const groupOf = ({ Description, RoleArn, Precedence }: GroupType) => ({ Description, RoleArn, Precedence });

/** A resource server as CreateResourceServer takes it. */
export const resourceServerOf = ({ Name, Scopes }: ResourceServerType) => ({ Name, Scopes });

// Cognito tells them of SAML providers, and they follow from the metadata.
const derived: ReadonlySet<string> = new Set([
  'ActiveEncryptionCertificate',
  'SSORedirectBindingURI',
  'SLORedirectBindingURI',
]);

/** An identity provider as CreateIdentityProvider takes it. */
export const providerOf = (provider: IdentityProviderType) => ({
  ProviderType: provider.ProviderType,
  ProviderDetails: Object.fromEntries(
    Object.entries(provider.ProviderDetails ?? {}).filter(([name]) => !derived.has(name)),
  ),
  AttributeMapping: provider.AttributeMapping,
  IdpIdentifiers: provider.IdpIdentifiers,
  AcrMapping: Reflect.get(provider, 'AcrMapping'),
});

/** A domain as CreateUserPoolDomain takes it. */
export const domainOf = ({ ManagedLoginVersion, CustomDomainConfig: custom }: DomainDescriptionType) => ({
  ManagedLoginVersion: ManagedLoginVersion ?? 1,
  ...(custom?.CertificateArn && { CustomDomainConfig: custom }),
});

/** How classic pages look, as SetUICustomization takes it. */
export const lookOf = ({ css, image }: Look) => ({ CSS: css, ImageFile: image });

/** A style as CreateManagedLoginBranding takes it. */
export const brandingOf = ({ UseCognitoProvidedValues, Settings, Assets }: ManagedLoginBrandingType) =>
  // Where the service's own values are used, there is nothing else to say.
  UseCognitoProvidedValues ? { UseCognitoProvidedValues } : { Settings, Assets };

/** Terms as CreateTerms takes them. */
export const termsOf = ({ Links }: TermsType) => ({ Links });

/** A risk configuration as SetRiskConfiguration takes it. */
export const riskOf = (risk: RiskConfigurationType) => ({
  AccountTakeoverRiskConfiguration: risk.AccountTakeoverRiskConfiguration,
  CompromisedCredentialsRiskConfiguration: risk.CompromisedCredentialsRiskConfiguration,
  RiskExceptionConfiguration: risk.RiskExceptionConfiguration,
});
