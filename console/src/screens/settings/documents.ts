import { updatableClientMembers } from '#shared/domain/app-clients/updatable-members.ts';
import { updatableMembers } from '#shared/domain/user-pools/updatable-members.ts';
import type { Call } from '../../api/api.ts';
import type { Operation } from '../../api/operations.ts';
import { picked, type Settings } from './paths.ts';

/** Settings that one operation reads and another one writes. */
export interface SettingsDocument {
  readonly operation: Operation;
  /** The settings of now, and nothing else. */
  readonly read: (call: Call, UserPoolId: string) => Promise<Settings>;
  /** The request that gives a pool these settings. `before` are those that it has. */
  readonly request: (UserPoolId: string, settings: Settings, before: Settings) => Settings & { UserPoolId: string };
  readonly write: (call: Call, request: Settings & { UserPoolId: string }) => Promise<unknown>;
}

type OwnName =
  | 'SignInSettings'
  | 'MessageLimits'
  | 'TokenSettings'
  | 'RegistrationSettings'
  | 'PasswordBlocklist'
  | 'LinkingPolicy';

// Each of these answers all that it takes, and takes its default for what is left out.
const own = (name: OwnName, members: readonly string[]): SettingsDocument => ({
  operation: `SetUserPool${name}`,
  read: async (call, UserPoolId) => picked(await call(`GetUserPool${name}`, { UserPoolId }), members),
  request: (UserPoolId, settings) => ({ UserPoolId, ...settings }),
  write: (call, request) => call(`SetUserPool${name}`, request),
});

const pool: SettingsDocument = {
  operation: 'UpdateUserPool',
  read: async (call, UserPoolId) => {
    const { UserPool = {} } = await call('DescribeUserPool', { UserPoolId });
    return { PoolName: UserPool.Name, ...picked({ ...UserPool }, updatableMembers) };
  },
  request: (UserPoolId, settings) => ({ UserPoolId, ...settings }),
  write: (call, request) => call('UpdateUserPool', request),
};

const factorMembers = [
  'MfaConfiguration',
  'SoftwareTokenMfaConfiguration',
  'EmailMfaConfiguration',
  'SmsMfaConfiguration',
  'WebAuthnConfiguration',
];

const factors: SettingsDocument = {
  operation: 'SetUserPoolMfaConfig',
  read: async (call, UserPoolId) => picked({ ...(await call('GetUserPoolMfaConfig', { UserPoolId })) }, factorMembers),
  // What is not given stays, and what is given of a factor switches it on.
  request: (UserPoolId, settings, before) => ({
    UserPoolId,
    ...picked(
      settings,
      factorMembers.filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(before[name])),
    ),
  }),
  write: (call, request) => call('SetUserPoolMfaConfig', request),
};

const sessions: SettingsDocument = {
  operation: 'SetUserPoolSessionConfiguration',
  read: async (call, UserPoolId) =>
    picked({ ...(await call('GetUserPoolSessionConfiguration', { UserPoolId })) }, [
      'UserSessionTracking',
      'TokenSession',
    ]),
  request: (UserPoolId, settings) => ({ UserPoolId, ...settings }),
  write: (call, { UserPoolId, ...settings }) =>
    call('SetUserPoolSessionConfiguration', {
      UserSessionTracking: undefined,
      TokenSession: undefined,
      ...settings,
      UserPoolId,
    }),
};

const compatibility: SettingsDocument = {
  operation: 'SetUserPoolCompatibility',
  read: async (call, UserPoolId) => picked({ ...(await call('GetUserPoolCompatibility', { UserPoolId })) }, ['Strict']),
  request: (UserPoolId, settings) => ({ UserPoolId, ...settings }),
  write: (call, { UserPoolId, Strict }) => call('SetUserPoolCompatibility', { UserPoolId, Strict: Strict === true }),
};

// It answers what becomes of each index, too.
const search: SettingsDocument = {
  operation: 'SetUserPoolSearchSettings',
  read: async (call, UserPoolId) => {
    const { SearchableAttributes } = await call('GetUserPoolSearchSettings', { UserPoolId });
    return { SearchableAttributes: SearchableAttributes.map(({ Attribute }) => Attribute) };
  },
  request: (UserPoolId, settings) => ({ UserPoolId, SearchableAttributes: [], ...settings }),
  write: (call, request) => call('SetUserPoolSearchSettings', request),
};

/** All settings of a pool, by what they are written with. */
export const documents = {
  pool,
  factors,
  sessions,
  compatibility,
  signIn: own('SignInSettings', ['Codes', 'Lockout', 'PasswordChange']),
  messages: own('MessageLimits', ['SmsCountries', 'EmailsPerDay', 'SmsPerDay']),
  tokens: own('TokenSettings', ['AccessTokenFormat', 'TrustedIssuers']),
  registration: own('RegistrationSettings', [
    'ClientIdMetadataDocuments',
    'AllowedDocumentHosts',
    'DeniedDocumentHosts',
    'SupportedIdentityProviders',
    'MaxClients',
    'HourlyRegistrations',
    'IdleDays',
  ]),
  blocklist: own('PasswordBlocklist', ['Enforced', 'File', 'RangeService', 'Unchecked']),
  search,
  linking: own('LinkingPolicy', ['Policy', 'TrustedProviders']),
} as const satisfies Readonly<Record<string, SettingsDocument>>;

export type DocumentName = keyof typeof documents;

/** The settings of an app client. */
export const ofClient = (ClientId: string): SettingsDocument => ({
  operation: 'UpdateUserPoolClient',
  read: async (call, UserPoolId) => {
    const { UserPoolClient } = await call('DescribeUserPoolClient', { UserPoolId, ClientId });
    return picked({ ...UserPoolClient }, updatableClientMembers);
  },
  request: (UserPoolId, settings) => ({ UserPoolId, ClientId, ...settings }),
  write: (call, request) => call('UpdateUserPoolClient', { ...request, ClientId }),
});
