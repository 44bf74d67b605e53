import { CognitoException } from '#shared/errors/exception.ts';
import { ownedByService } from '../user-pools/standard-attributes.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { type AppClient, type ClientSettings, tokenLifetimes } from './app-client.ts';
import { assertOAuth } from './oauth-rules.ts';
import { assertRedirects } from './redirects.ts';

const fiveMinutes = 300;
const oneHour = 3600;
const oneDay = 86_400;
const tenYears = 3650 * oneDay;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertClientTokens = (flows: readonly string[], hasSecret: boolean): void => {
  if (!flows.includes('ALLOW_CLIENT_TOKEN_AUTH')) return;
  if (new Set(flows).size > 1) throw invalid('ALLOW_CLIENT_TOKEN_AUTH must be the only one of ExplicitAuthFlows.');
  if (!hasSecret) throw invalid('ALLOW_CLIENT_TOKEN_AUTH requires a client secret.');
};

const assertFlows = (
  { ExplicitAuthFlows: flows = [], RefreshTokenRotation: rotation }: ClientSettings,
  hasSecret: boolean,
): void => {
  assertClientTokens(flows, hasSecret);
  const prefixed = flows.filter((flow) => flow.startsWith('ALLOW_'));
  if (prefixed.length > 0 && prefixed.length < flows.length) {
    throw invalid('ExplicitAuthFlows can not have names with the prefix ALLOW_ beside names without it.');
  }
  if (rotation?.Feature === 'ENABLED' && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalid('ALLOW_REFRESH_TOKEN_AUTH can not be among ExplicitAuthFlows while RefreshTokenRotation is ENABLED.');
  }
};

const assertLifetimes = (client: Pick<AppClient, 'settings'>): void => {
  const { access, id, refresh } = tokenLifetimes(client);
  const inRange = (seconds: number, from: number, to: number): boolean => from <= seconds && seconds <= to;
  const good =
    inRange(access, fiveMinutes, oneDay) && inRange(id, fiveMinutes, oneDay) && inRange(refresh, oneHour, tenYears);
  if (!good) throw invalid('Invalid range for token validity.');
};

const assertAttributes = ({ schema }: UserPool, { ReadAttributes, WriteAttributes }: ClientSettings): void => {
  const find = (name: string) => schema.find((attribute) => attribute.name === name);
  const isWritable = (name: string): boolean => find(name)?.developerOnly === false && !ownedByService.has(name);
  if (ReadAttributes?.some((name) => !find(name))) {
    throw invalid('Invalid read attributes specified while creating a client');
  }
  if (WriteAttributes?.some((name) => !isWritable(name))) {
    throw invalid('Invalid write attributes specified while creating a client');
  }
};

const assertSupported = (settings: ClientSettings): void => {
  if (Object.keys(settings.AnalyticsConfiguration ?? {}).length > 0) {
    throw invalid('AnalyticsConfiguration is not supported: nothing is sent to an analytics service.');
  }
};

/**
 * Throws InvalidParameterException where a client without a secret is to state the addresses of users: anybody could
 * state any.
 */
export const assertContextData = (settings: ClientSettings, hasSecret: boolean): void => {
  if (!settings.EnablePropagateAdditionalUserContextData || hasSecret) return;
  throw invalid('EnablePropagateAdditionalUserContextData needs a client with a secret.');
};

/**
 * Throws InvalidParameterException, InvalidOAuthFlowException or ScopeDoesNotExistException for settings that no client
 * of the pool may have. `customScopes` are those that the pool's resource servers have.
 */
export const assertClientSettings = (
  pool: UserPool,
  settings: ClientSettings,
  isConfidential: boolean,
  customScopes: readonly string[],
): void => {
  assertSupported(settings);
  assertFlows(settings, isConfidential);
  assertLifetimes({ settings });
  assertAttributes(pool, settings);
  assertRedirects(settings);
  assertOAuth(settings, isConfidential, customScopes);
};
