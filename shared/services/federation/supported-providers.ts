/** The identity providers of app clients. */
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { ownName } from '#shared/domain/federation/identity-provider.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/**
 * Throws InvalidParameterException for providers that an app client cannot have: those that the pool does not have, and
 * others than SAML beside one that begins sign-ins by itself. Reads nothing where only the pool itself is named.
 */
export const assertProviders = async (poolId: string, names: readonly string[] = []): Promise<void> => {
  const asked = [...new Set(names)].filter((name) => name !== ownName);
  if (asked.length === 0) return;
  const providers = await identityProviderRepository().findAll(poolId, asked);
  const missing = asked.find((name) => !providers.some((provider) => provider.name === name));
  if (missing !== undefined) throw invalid(`The provider ${missing} does not exist for User Pool ${poolId}.`);
  const unsolicited = providers.find(({ details }) => details.IDPInit?.toLowerCase() === 'true');
  if (unsolicited && (names.includes(ownName) || providers.some(({ type }) => type !== 'SAML'))) {
    throw invalid(
      `An app client with ${unsolicited.name}, whose users begin at the provider, has no providers but SAML.`,
    );
  }
};
