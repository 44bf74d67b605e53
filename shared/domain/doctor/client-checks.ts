import * as v from 'valibot';
import { type Finding, mendedBy, type SettingChange } from './finding.ts';

const Names = v.optional(v.array(v.string()), []);

/** The members of an app client that the checks read, from the answer of DescribeUserPoolClient. */
export const ClientFacts = v.object({
  UserPoolId: v.string(),
  ClientId: v.string(),
  ClientSecret: v.optional(v.string()),
  AccessTokenValidity: v.optional(v.number()),
  IdTokenValidity: v.optional(v.number()),
  RefreshTokenValidity: v.optional(v.number(), 30),
  TokenValidityUnits: v.optional(
    v.object({
      AccessToken: v.optional(v.string()),
      IdToken: v.optional(v.string()),
      RefreshToken: v.optional(v.string()),
    }),
    {},
  ),
  ExplicitAuthFlows: Names,
  AllowedOAuthFlows: Names,
  CallbackURLs: Names,
  LogoutURLs: Names,
  PreventUserExistenceErrors: v.optional(v.string(), 'LEGACY'),
  EnableTokenRevocation: v.optional(v.boolean(), true),
  RefreshTokenRotation: v.optional(v.object({ Feature: v.string() }), { Feature: 'DISABLED' }),
});

/** The same from the answer of GetUserPoolClientOAuthSettings. */
export const ClientOAuthFacts = v.object({
  RequirePkce: v.boolean(),
  GrantTypes: Names,
  TokenEndpointAuthMethod: v.optional(v.string()),
});

type Client = v.InferOutput<typeof ClientFacts> & v.InferOutput<typeof ClientOAuthFacts>;
type Check = (client: Client) => Omit<Finding, 'subject'> | undefined;

const secondsOf: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const hour = 3600;
const day = 86_400;

const lifetime = (value: number, unit: string): number => value * (secondsOf[unit] ?? 1);

const setting = ({ UserPoolId, ClientId }: Client, ...changes: readonly SettingChange[]) =>
  mendedBy(`set-client ${UserPoolId} --client ${ClientId}`, ...changes);

const implicitFlow: Check = (client) =>
  client.AllowedOAuthFlows.includes('implicit')
    ? {
        check: 'implicit-flow',
        level: 'warning',
        what: 'The implicit flow is allowed.',
        why: 'It puts tokens into addresses, where histories, logs and other pages read them.',
        ...setting(client, ['AllowedOAuthFlows', ['code']]),
      }
    : undefined;

const withoutPkce: Check = (client) =>
  client.AllowedOAuthFlows.includes('code') &&
  client.ClientSecret === undefined &&
  client.TokenEndpointAuthMethod === undefined &&
  !client.RequirePkce
    ? {
        check: 'no-pkce',
        level: 'warning',
        what: 'An app without a secret may exchange codes without PKCE.',
        why: 'Whoever gets hold of such a code has the tokens: nothing else is asked for.',
        mend: 'Gatehouse.SetUserPoolClientOAuthSettings with "RequirePkce": true, beside what else is set: docs/client-authentication.md',
      }
    : undefined;

const deviceGrant: Check = (client) =>
  client.GrantTypes.includes('urn:ietf:params:oauth:grant-type:device_code')
    ? {
        check: 'device-grant',
        level: 'note',
        what: 'The app connects devices by a code.',
        why: 'Somebody can be talked into allowing the device of another. The page asks, and that is all that protects them.',
        mend: 'leave the grant out of GrantTypes in SetUserPoolClientOAuthSettings where no device uses it: docs/device-grant.md',
      }
    : undefined;

const longTokens: Check = (client) => {
  const units = client.TokenValidityUnits;
  const access = client.AccessTokenValidity ? lifetime(client.AccessTokenValidity, units.AccessToken ?? 'hours') : hour;
  const id = client.IdTokenValidity ? lifetime(client.IdTokenValidity, units.IdToken ?? 'hours') : hour;
  const longest = Math.max(access, id);
  return longest <= hour
    ? undefined
    : {
        check: 'long-tokens',
        level: 'warning',
        what: `Access or ID tokens are good for ${Math.round((longest / hour) * 10) / 10} hours.`,
        why: 'Whoever verifies them by their signature alone takes them until they expire, signed out or not.',
        ...setting(
          client,
          ['AccessTokenValidity', 1],
          ['IdTokenValidity', 1],
          ['TokenValidityUnits.AccessToken', 'hours'],
          ['TokenValidityUnits.IdToken', 'hours'],
        ),
      };
};

const longSessions: Check = (client) => {
  const seconds = lifetime(client.RefreshTokenValidity, client.TokenValidityUnits.RefreshToken ?? 'days');
  return seconds <= 90 * day
    ? undefined
    : {
        check: 'long-sessions',
        level: 'warning',
        what: `A sign-in lasts for ${Math.round(seconds / day)} days.`,
        why: 'A device that was lost or sold stays signed in as long.',
        ...setting(client, ['RefreshTokenValidity', 30], ['TokenValidityUnits.RefreshToken', 'days']),
      };
};

const tellsUsers: Check = (client) =>
  client.PreventUserExistenceErrors === 'ENABLED'
    ? undefined
    : {
        check: 'tells-users',
        level: 'warning',
        what: 'Answers tell who has an account.',
        why: 'Lists of addresses can be tried for customers of yours.',
        ...setting(client, ['PreventUserExistenceErrors', 'ENABLED']),
      };

const stillRefreshTokens: Check = (client) => {
  if (client.RefreshTokenRotation.Feature === 'ENABLED') return undefined;
  const flows = client.ExplicitAuthFlows.filter((flow) => flow !== 'ALLOW_REFRESH_TOKEN_AUTH');
  const rotation = setting(
    client,
    ['RefreshTokenRotation', { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 }],
    ['ExplicitAuthFlows', flows],
  );
  return {
    check: 'no-rotation',
    level: client.ClientSecret === undefined ? 'warning' : 'note',
    what: 'Refresh tokens are not rotated.',
    why: 'One that is stolen works beside its owner’s until it expires, and nobody notices.',
    ...rotation,
    mend: `${rotation.mend}, and GetTokensFromRefreshToken in the app`,
  };
};

const irrevocable: Check = (client) =>
  client.EnableTokenRevocation
    ? undefined
    : {
        check: 'no-revocation',
        level: 'warning',
        what: 'Tokens cannot be revoked.',
        why: 'RevokeToken, which apps call at sign-out, does nothing.',
        ...setting(client, ['EnableTokenRevocation', true]),
      };

const plainPasswords: Check = (client) =>
  client.ClientSecret === undefined && client.ExplicitAuthFlows.includes('ALLOW_USER_PASSWORD_AUTH')
    ? {
        check: 'plain-passwords',
        level: 'note',
        what: 'An app without a secret may send passwords themselves.',
        why: 'SRP proves them without sending them; this flow is for migrating users and for trusted servers.',
        mend: 'leave ALLOW_USER_PASSWORD_AUTH out of ExplicitAuthFlows once everybody has been migrated',
      }
    : undefined;

const isLocal = (url: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(url);

const looseUrls: Check = (client) => {
  const urls = [...client.CallbackURLs, ...client.LogoutURLs];
  const loose = urls.filter((url) => url.includes('*') || (/^http:/.test(url) && !isLocal(url)));
  return loose.length === 0
    ? undefined
    : {
        check: 'loose-urls',
        level: 'warning',
        what: `${loose.join(', ')} may receive people and their codes.`,
        why: 'A wildcard sends them wherever somebody gets a page up, and http lets everybody on the way read along.',
        mend: 'name each address in CallbackURLs and LogoutURLs, with https',
      };
};

const checks: readonly Check[] = [implicitFlow, withoutPkce, deviceGrant, longTokens, looseUrls];

const checksOfUsers: readonly Check[] = [longSessions, tellsUsers, stillRefreshTokens, irrevocable, plainPasswords];

// A client for machines has no flow by which a user could sign in. Without any list it has those of SRP.
const signsInUsers = ({ ExplicitAuthFlows: flows, AllowedOAuthFlows: oauth }: Client): boolean =>
  flows.length === 0 ||
  flows.some((flow) => flow !== 'ALLOW_CLIENT_TOKEN_AUTH') ||
  oauth.some((flow) => flow !== 'client_credentials');

/** The findings about an app client. */
export const checkClient = (client: Client): Finding[] =>
  [...checks, ...(signsInUsers(client) ? checksOfUsers : [])].flatMap((check) => {
    const found = check(client);
    return found ? [{ subject: `${client.UserPoolId} ${client.ClientId}`, ...found }] : [];
  });
