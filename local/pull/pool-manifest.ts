/** What a pool tells of itself, as the first record of an export: RestoreUserPool makes the pool from it. */
import type {
  GetUserPoolMfaConfigResponse,
  SchemaAttributeType,
  TermsType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { standardAttributes } from '#shared/domain/user-pools/standard-attributes.ts';
import { toSchemaAttribute } from '#shared/wire/user-pool.ts';
import { clientSettingsOf, settingsOf } from './comparable.ts';
import type { PoolFacts } from './pool-facts.ts';

/** What pulling changes in the settings of a pool. */
export interface Wishes {
  /** The function that is asked for users who have no password yet, in place of the one that the pool names. */
  readonly userMigration?: string | undefined;
}

const text = (at: Date | undefined): string => (at ?? new Date(0)).toISOString();

const toAttribute = (attribute: SchemaAttributeType) => ({
  name: attribute.Name,
  type: attribute.AttributeDataType,
  developerOnly: attribute.DeveloperOnlyAttribute ?? false,
  mutable: attribute.Mutable ?? true,
  required: attribute.Required ?? false,
  min: attribute.StringAttributeConstraints?.MinLength ?? attribute.NumberAttributeConstraints?.MinValue,
  max: attribute.StringAttributeConstraints?.MaxLength ?? attribute.NumberAttributeConstraints?.MaxValue,
});

/** The attributes of a pool. Every pool here has the standard ones, also those that Cognito has added since. */
export const schemaOf = ({ SchemaAttributes = [] }: UserPoolType): readonly SchemaAttributeType[] => {
  const names = new Set(SchemaAttributes.map(({ Name }) => Name));
  const others = standardAttributes.filter(({ name }) => !names.has(name)).map(toSchemaAttribute);
  return [...SchemaAttributes, ...others];
};

const toMfa = (mfa: GetUserPoolMfaConfigResponse) =>
  (mfa.MfaConfiguration ?? 'OFF') === 'OFF'
    ? undefined
    : {
        sms: mfa.SmsMfaConfiguration !== undefined,
        softwareToken: mfa.SoftwareTokenMfaConfiguration?.Enabled ?? false,
        ...(mfa.EmailMfaConfiguration && {
          email: { message: mfa.EmailMfaConfiguration.Message, subject: mfa.EmailMfaConfiguration.Subject },
        }),
      };

const toWebAuthn = ({ WebAuthnConfiguration: passkeys }: GetUserPoolMfaConfigResponse) =>
  passkeys && {
    relyingPartyId: passkeys.RelyingPartyId,
    userVerification: passkeys.UserVerification,
    factor: passkeys.FactorConfiguration,
  };

const toTerms = ({ TermsId, TermsName, Links, CreationDate }: TermsType) => ({
  id: TermsId,
  name: TermsName,
  links: Links,
  createdAt: text(CreationDate),
});

const toClient = (client: UserPoolClientType, terms: readonly TermsType[]) => ({
  id: client.ClientId,
  name: client.ClientName,
  settings: clientSettingsOf(client),
  secrets: client.ClientSecret === undefined ? [] : [client.ClientSecret],
  createdAt: text(client.CreationDate),
  ...(terms.length > 0 && { terms: terms.map(toTerms) }),
});

/** The facts with what pulling changes in them. What this deployment has no use for is left out. */
export const wishedFacts = (facts: PoolFacts, { userMigration }: Wishes): PoolFacts => {
  const { KeyConfiguration: _key, SmsConfiguration: sms, ...pool } = facts.pool;
  const { EumsSms: _eums, ...named } = sms ?? {};
  const { SmsMfaConfiguration: factor, ...mfa } = facts.mfa;
  return {
    ...facts,
    pool: {
      ...pool,
      ...(sms && { SmsConfiguration: { SnsCallerArn: undefined, ...named } }),
      ...(userMigration !== undefined && { LambdaConfig: { ...pool.LambdaConfig, UserMigration: userMigration } }),
    },
    mfa: {
      ...mfa,
      ...(factor && {
        SmsMfaConfiguration: {
          ...factor,
          ...(factor.SmsConfiguration && { SmsConfiguration: { SnsCallerArn: undefined, ...named } }),
        },
      }),
    },
  };
};

/** The record that makes the pool: what only its making can give it, and what clients need from the first moment. */
export const toManifest = ({ pool, mfa, clients, resourceServers, terms }: PoolFacts, at: Date) => ({
  type: 'pool',
  version: 1,
  export: 'pull',
  exportedAt: at.toISOString(),
  id: pool.Id,
  name: pool.Name,
  createdAt: text(pool.CreationDate),
  settings: settingsOf(pool),
  mfa: toMfa(mfa),
  webAuthn: toWebAuthn(mfa),
  schema: schemaOf(pool).map(toAttribute),
  resourceServers: [...resourceServers.values()].map(({ Identifier, Name, Scopes = [] }) => ({
    identifier: Identifier,
    name: Name,
    scopes: Scopes.map(({ ScopeName, ScopeDescription }) => ({ name: ScopeName, description: ScopeDescription })),
  })),
  clients: [...clients.values()].map((client) =>
    toClient(
      client,
      [...terms.values()].filter(({ ClientId }) => ClientId === client.ClientId),
    ),
  ),
});

/**
 * The record with app clients that have their ids and secrets and no settings. What a client cannot have here is then
 * refused for that client alone, when it gets its settings.
 */
export const withBareClients = (manifest: ReturnType<typeof toManifest>) => ({
  ...manifest,
  clients: manifest.clients.map((client) => ({ ...client, settings: {} })),
});
