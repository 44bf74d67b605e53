import { CognitoException } from '#shared/errors/exception.ts';
import type { IdentityPoolSettings } from './identity-pool.ts';
import { findUserPool, isSamlArn, issuerInArn, ownProvider, type Place, publicProviders } from './provider-names.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const mostUserPools = 50;

const assertPublicProviders = ({ SupportedLoginProviders = {} }: IdentityPoolSettings): void => {
  const unknown = Object.keys(SupportedLoginProviders).find((name) => !publicProviders.has(name));
  if (unknown !== undefined) throw invalid(`${unknown} is not a login provider that is supported here.`);
};

const assertUserPools = ({ CognitoIdentityProviders = [] }: IdentityPoolSettings, place: Place): void => {
  if (CognitoIdentityProviders.length > mostUserPools) {
    throw new CognitoException(
      'LimitExceededException',
      `An identity pool has ${mostUserPools} Cognito identity providers at most.`,
    );
  }
  for (const { ProviderName, ClientId } of CognitoIdentityProviders) {
    if (ProviderName === undefined || ClientId === undefined) {
      throw invalid('A Cognito identity provider has a ProviderName and a ClientId.');
    }
    if (findUserPool(ProviderName, place) === undefined) {
      throw invalid(`Invalid Cognito Identity Provider ${ProviderName}: it is not the name of a user pool.`);
    }
  }
};

const assertArns = ({ OpenIdConnectProviderARNs = [], SamlProviderARNs = [] }: IdentityPoolSettings): void => {
  const oidc = OpenIdConnectProviderARNs.find((arn) => issuerInArn(arn) === undefined);
  if (oidc !== undefined) throw invalid(`${oidc} is not the ARN of an OpenID Connect provider.`);
  const saml = SamlProviderARNs.find((arn) => !isSamlArn(arn));
  if (saml !== undefined) throw invalid(`${saml} is not the ARN of a SAML provider.`);
};

// Its name is among those of other providers in the lists of an identity's logins.
const assertDeveloperProvider = ({ DeveloperProviderName: name = '' }: IdentityPoolSettings): void => {
  if (publicProviders.has(name) || name === ownProvider) throw invalid(`${name} is the name of another provider.`);
};

/** Throws InvalidParameterException for a provider that is none, LimitExceededException for too many user pools. */
export const assertIdentityPoolSettings = (settings: IdentityPoolSettings, place: Place): void => {
  assertPublicProviders(settings);
  assertDeveloperProvider(settings);
  assertUserPools(settings, place);
  assertArns(settings);
};

/**
 * The settings that replace former ones. What is not given goes back to its default, but for the name of the developer
 * provider, which stays for good. Throws InvalidParameterException for another one.
 */
export const replacedSettings = (
  { DeveloperProviderName: former }: IdentityPoolSettings,
  given: IdentityPoolSettings,
): IdentityPoolSettings => {
  const { DeveloperProviderName: name = former } = given;
  if (former !== undefined && name !== former) throw invalid('The developer provider name cannot be changed.');
  return { ...given, ...(name !== undefined && { DeveloperProviderName: name }) };
};
