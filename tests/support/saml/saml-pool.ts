/** A pool whose app signs in through a SAML provider. */
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeProvider } from '../identity-providers.ts';
import { onPages } from '../oauth.ts';
import { makeClient, makePool, type TestPool } from '../pools.ts';
import { newSamlKey } from './saml-keys.ts';
import { metadataXml } from './saml-metadata.ts';

/** The key of every provider that needs none of its own. */
export const providerKey = newSamlKey();

/** The name of the provider in pools. */
export const providerName = 'Okta';

export interface SamlPool extends TestPool {
  /** What the provider's description tells. */
  readonly details: Readonly<Record<string, string>>;
}

interface Wanted {
  readonly details?: Readonly<Record<string, string>>;
  readonly mapping?: Readonly<Record<string, string>>;
  readonly client?: Partial<CreateUserPoolClientCommandInput>;
  readonly pool?: Partial<CreateUserPoolCommandInput>;
}

/** A pool with a SAML provider, and a client whose users come from there. */
export const makeSamlPool = async ({
  details = {},
  mapping = { email: 'mail' },
  client = {},
  pool = {},
}: Wanted = {}): Promise<SamlPool> => {
  const made = await makePool(pool);
  const { ProviderDetails = {} } = await makeProvider(made, {
    ProviderName: providerName,
    ProviderType: 'SAML',
    ProviderDetails: {
      ...(details.MetadataURL === undefined && { MetadataFile: metadataXml({ keys: [providerKey] }) }),
      ...details,
    },
    AttributeMapping: { ...mapping },
  });
  const settings = { ...onPages, SupportedIdentityProviders: [providerName], ...client };
  return { ...made, ...(await makeClient(made.poolId, settings)), details: ProviderDetails };
};
