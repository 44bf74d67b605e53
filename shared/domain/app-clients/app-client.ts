import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Limits } from '../limits/limit.ts';
import type { RiskConfiguration } from '../risk/pool-risk.ts';
import { namesNow } from '../user-pools/pool-change.ts';
import type { Sealed, UserPool } from '../user-pools/user-pool.ts';
import type { ClientOAuthSettings } from './client-oauth.ts';
import type { ClientRegistration } from './client-registration.ts';

/** What CreateUserPoolClient and UpdateUserPoolClient set, as it was given. ./settings.ts fills in the defaults. */
export type ClientSettings = Omit<
  CreateUserPoolClientRequest,
  'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
>;

/**
 * A secret of an app client. The time of its creation, in epoch milliseconds, identifies it among the client's secrets.
 */
export interface ClientSecret {
  readonly createdAt: number;
  /** Sealed under the pool's general data key. */
  readonly sealed: Sealed;
}

export interface AppClient {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  readonly settings: ClientSettings;
  /** How long after a sign-in on the pages its session may replace another one with this client, in minutes. */
  readonly ssoSessionMinutes?: number;
  readonly oauth?: ClientOAuthSettings;
  /** The owner's limits of calls with this client. */
  readonly limits?: Limits;
  /** Replaces the pool's, where it has one of its own. */
  readonly risk?: RiskConfiguration | undefined;
  /** For clients that registered themselves. */
  readonly registration?: ClientRegistration;
  /** Its style on the pages of managed login, where it has one of its own. */
  readonly brandingId?: string;
  /** Oldest first, at most two. Any of them proves the client. */
  readonly secrets: readonly ClientSecret[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** The client id as the client knows it, and as tokens say it: the URL of its metadata document, where it has one. */
export const clientIdOf = ({ id, registration }: Pick<AppClient, 'id' | 'registration'>): string =>
  registration?.documentUrl ?? id;

/** True for a client that can prove itself: by a key, or by a secret. RFC 6749 section 2.1. */
export const isConfidential = ({
  oauth,
  secrets,
}: Pick<AppClient, 'oauth'> & { readonly secrets: readonly unknown[] }): boolean =>
  oauth?.authMethod !== undefined || secrets.length > 0;

/** True where the client is told of sessions that ended. Its ID tokens then name their session. */
export const hearsOfLogouts = ({ oauth }: { readonly oauth?: ClientOAuthSettings }): boolean =>
  oauth?.backchannelLogoutUri !== undefined;

/** The client with the current names of the attributes that it may read and write. */
export const currentClient = (pool: UserPool, client: AppClient): AppClient => {
  if (!pool.change) return client;
  const { ReadAttributes: read, WriteAttributes: write } = client.settings;
  return {
    ...client,
    settings: {
      ...client.settings,
      ...(read && { ReadAttributes: [...namesNow(pool, read)] }),
      ...(write && { WriteAttributes: [...namesNow(pool, write)] }),
    },
  };
};

/** True for the attributes that a pool's own schema adds to the standard ones. */
export const isCustomAttribute = (attribute: string): boolean =>
  attribute.startsWith('custom:') || attribute.startsWith('dev:');

/** True where the client may read the attribute. Without a list it may read every standard attribute. */
export const mayRead = (client: AppClient, attribute: string): boolean =>
  attribute === 'sub' || (client.settings.ReadAttributes?.includes(attribute) ?? !isCustomAttribute(attribute));

/**
 * True where the client may set the attribute. Without a list it may set all. It may always set required ones, and
 * never those for developers only.
 */
export const mayWrite = (client: AppClient, pool: UserPool, attribute: string): boolean => {
  if (attribute.startsWith('dev:')) return false;
  const schema = pool.schema.find(({ name }) => name === attribute);
  return schema?.required === true || (client.settings.WriteAttributes?.includes(attribute) ?? true);
};

const seconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Lifetimes of the client's tokens, in seconds. */
export const tokenLifetimes = (
  client: Pick<AppClient, 'settings'>,
): { readonly access: number; readonly id: number; readonly refresh: number } => {
  const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, TokenValidityUnits: units } = client.settings;
  return {
    access: AccessTokenValidity ? AccessTokenValidity * seconds[units?.AccessToken ?? 'hours'] : 3600,
    id: IdTokenValidity ? IdTokenValidity * seconds[units?.IdToken ?? 'hours'] : 3600,
    refresh: RefreshTokenValidity ? RefreshTokenValidity * seconds[units?.RefreshToken ?? 'days'] : 30 * seconds.days,
  };
};

/** How long a challenge can be answered, in seconds. */
export const challengeLifetime = (client: AppClient): number => (client.settings.AuthSessionValidity ?? 3) * 60;

/** True where the client hides whether a user exists. */
export const hidesUserExistence = (client: AppClient): boolean =>
  client.settings.PreventUserExistenceErrors === 'ENABLED';

/** True where the client's tokens can be revoked, which is the default. */
export const revokesTokens = (client: AppClient): boolean => client.settings.EnableTokenRevocation ?? true;

/** Seconds for which a rotated refresh token still works; undefined where the client does not rotate. */
export const rotationGrace = (client: AppClient): number | undefined => {
  const rotation = client.settings.RefreshTokenRotation;
  return rotation?.Feature === 'ENABLED' ? (rotation.RetryGracePeriodSeconds ?? 0) : undefined;
};

export type Flow =
  | 'USER_SRP_AUTH'
  | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'CUSTOM_AUTH'
  | 'USER_AUTH'
  | 'REFRESH_TOKEN_AUTH';

const legacyNames: Readonly<Partial<Record<Flow, string>>> = {
  ADMIN_USER_PASSWORD_AUTH: 'ADMIN_NO_SRP_AUTH',
  CUSTOM_AUTH: 'CUSTOM_AUTH_FLOW_ONLY',
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
};

const unstated: readonly string[] = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

/**
 * True where the client may use the flow. Clients with the legacy names keep SRP and refresh, since those names cannot
 * turn them off. Clients that registered themselves have none.
 */
export const allowsFlow = (client: AppClient, flow: Flow): boolean => {
  if (client.registration) return false;
  const given = client.settings.ExplicitAuthFlows;
  const flows: readonly string[] = given?.length ? given : unstated;
  if (flows.includes(`ALLOW_${flow}`)) return true;
  if (flows.some((name) => name.startsWith('ALLOW_'))) return false;
  const legacy = legacyNames[flow];
  if (legacy) return flows.includes(legacy);
  return flow === 'REFRESH_TOKEN_AUTH' || (flow === 'USER_SRP_AUTH' && !flows.includes('CUSTOM_AUTH_FLOW_ONLY'));
};

const notEnabled: Readonly<Partial<Record<Flow, string>>> = {
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH flow not enabled for this client',
  ADMIN_USER_PASSWORD_AUTH: 'Auth flow not enabled for this client',
};

/** Why the client may not use the flow, as its InvalidParameterException says it; undefined where it may. */
export const flowRefusal = (client: AppClient, flow: Flow): string | undefined =>
  allowsFlow(client, flow) ? undefined : (notEnabled[flow] ?? `${flow} is not enabled for the client.`);

/** True where the client may get tokens of its own by GetClientToken. Such a client signs nobody in by the API. */
export const allowsClientTokens = (client: AppClient): boolean =>
  client.settings.ExplicitAuthFlows?.some((flow: string) => flow === 'ALLOW_CLIENT_TOKEN_AUTH') ?? false;
