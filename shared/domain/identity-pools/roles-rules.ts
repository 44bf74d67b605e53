import type { RoleMapping } from '@aws-sdk/client-cognito-identity';
import { CognitoException } from '#shared/errors/exception.ts';
import type { IdentityPoolRoles, IdentityPoolSettings } from './identity-pool.ts';
import { findProvidingClient, findUserPool, type Place } from './provider-names.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const mostRules = 25;
const roleArn = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

const assertRoleArn = (arn: string | undefined): void => {
  if (!roleArn.test(arn ?? '')) throw invalid(`${arn} is not the ARN of an IAM role.`);
};

/** True where the pool takes logins of the provider with that name. User pools have their client's id in it. */
export const isConfiguredProvider = (name: string, settings: IdentityPoolSettings, place: Place): boolean => {
  const { SupportedLoginProviders = {}, CognitoIdentityProviders = [] } = settings;
  const { OpenIdConnectProviderARNs = [], SamlProviderARNs = [] } = settings;
  if (Object.hasOwn(SupportedLoginProviders, name)) return true;
  if (OpenIdConnectProviderARNs.includes(name) || SamlProviderARNs.includes(name)) return true;
  const client = findProvidingClient(name, place);
  return CognitoIdentityProviders.some(
    ({ ProviderName = '', ClientId }) =>
      client && client.clientId === ClientId && client.poolId === findUserPool(ProviderName, place),
  );
};

const assertMapping = (name: string, { Type, AmbiguousRoleResolution, RulesConfiguration }: RoleMapping): void => {
  if (AmbiguousRoleResolution === undefined) {
    throw invalid(`AmbiguousRoleResolution is required for the RoleMapping of ${name}.`);
  }
  const rules = RulesConfiguration?.Rules ?? [];
  if (Type === 'Rules' && rules.length === 0) throw invalid(`The RoleMapping of ${name} has no RulesConfiguration.`);
  if (rules.length > mostRules) throw invalid(`The RoleMapping of ${name} has more than ${mostRules} rules.`);
  for (const { RoleARN } of rules) assertRoleArn(RoleARN);
};

/**
 * Throws InvalidParameterException for what is no role, for a provider that the pool has not, and for a mapping that
 * lacks something.
 */
export const assertIdentityPoolRoles = (
  { roles, mappings }: IdentityPoolRoles,
  settings: IdentityPoolSettings,
  place: Place,
): void => {
  for (const arn of Object.values(roles)) assertRoleArn(arn);
  for (const [name, mapping] of Object.entries(mappings)) {
    if (!isConfiguredProvider(name, settings, place)) {
      throw invalid(`(${name}) is not a valid RoleMapping ProviderName or is not a configured provider.`);
    }
    assertMapping(name, mapping);
  }
};
