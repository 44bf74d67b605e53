import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import type { PoolRecord } from '#shared/data/pools/pool-repository.ts';
import type { Item } from '#shared/data/table.ts';
import { type AppClient, currentClient } from '#shared/domain/app-clients/app-client.ts';
import { isRegistered } from '#shared/domain/app-clients/registered-client.ts';
import type { PoolExport } from '#shared/domain/exports/pool-export.ts';
import {
  type ClientRecordLine,
  carriedPart,
  type PoolRecordLine,
  type TermsRecordLine,
  type UICustomizationRecordLine,
} from '#shared/domain/exports/pool-record.ts';
import { toTimeText } from '#shared/domain/imports/record-time.ts';
import { findRelyingParty } from '#shared/domain/passkeys/relying-party.ts';
import type { Terms } from '#shared/domain/terms/terms.ts';
import { activeKey, algorithmOf } from '#shared/domain/tokens/signing-keys.ts';
import { allClients } from '#shared/domain/ui-customization/ui-customization.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import type { PoolWebAuthn, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { revealClientSecrets } from '../app-clients/client-secrets.ts';
import { carriedMessageTemplates } from '../message-settings/message-settings.ts';
import { carriedPageTexts } from '../page-texts/page-texts.ts';
import { allResourceServers } from '../resource-servers/resource-servers.ts';
import { carriedClientRisk, carriedPoolRisk } from '../risk/carried-risk.ts';
import { allTerms } from '../terms/terms.ts';
import { carriedLooks } from '../ui-customization/carried-looks.ts';
import { carriedProviders } from './carried-providers.ts';
import { carriedSamlKey } from './carried-saml-key.ts';

// The relying party is written even where it follows from the issuer's host, which may be another after a move.
const webAuthnOf = (pool: UserPool, issuerOrigin: string): PoolWebAuthn | undefined => {
  const relyingParty = findRelyingParty(pool, issuerOrigin);
  if (!relyingParty || !poolFirstFactors(pool).includes('WEB_AUTHN')) return pool.webAuthn;
  return { ...pool.webAuthn, relyingPartyId: relyingParty.id };
};

const allAppClients = async (poolId: string): Promise<readonly AppClient[]> => {
  const found: AppClient[] = [];
  let start: Item | undefined;
  do {
    const page = await appClientRepository().list(poolId, 60, start);
    // What registered itself does so again. An export would make clients of the owner of them.
    found.push(...page.clients.filter((client) => !isRegistered(client)));
    start = page.next;
  } while (start);
  return found;
};

const toTerms = ({ id, name, links, createdAt }: Terms): TermsRecordLine => ({
  id,
  name,
  links,
  createdAt: toTimeText(createdAt),
});

const brandingOf = async ({ poolId, brandingId }: AppClient): Promise<Pick<ClientRecordLine, 'branding'>> => {
  const branding = brandingId === undefined ? undefined : await brandingRepository().find(poolId, brandingId);
  return branding ? { branding: { usesDefaults: branding.usesDefaults, settings: branding.settings } } : {};
};

const toClient = async (
  pool: UserPool,
  client: AppClient,
  terms: readonly Terms[],
  look: UICustomizationRecordLine | undefined,
): Promise<ClientRecordLine> => ({
  id: client.id,
  name: client.name,
  settings: currentClient(pool, client).settings,
  ...(client.ssoSessionMinutes !== undefined && { ssoSessionMinutes: client.ssoSessionMinutes }),
  ...(client.oauth && { oauth: client.oauth }),
  ...(await carriedClientRisk(client)),
  ...(await brandingOf(client)),
  secrets: await revealClientSecrets({ pool, client, signingKeys: [] }),
  createdAt: toTimeText(client.createdAt),
  ...(terms.length > 0 && { terms: terms.map(toTerms) }),
  ...(look && { uiCustomization: look }),
});

/** A pool with its resource servers and app clients, in the form of an export's first line. */
export const toPoolRecord = async ({ pool, signingKeys }: PoolRecord, job: PoolExport): Promise<PoolRecordLine> => {
  const { id, name, search } = pool;
  const webAuthn = webAuthnOf(pool, environment().issuerOrigin);
  const [found, terms, looks] = [await allAppClients(id), await allTerms(id), await carriedLooks(id)];
  const termsOf = ({ id: clientId }: AppClient) => terms.filter((one) => one.clientId === clientId);
  const clients = await Promise.all(
    found.map((client) => toClient(pool, client, termsOf(client), looks.get(client.id))),
  );
  const common = looks.get(allClients);
  const pageTexts = await carriedPageTexts(pool);
  const messageTemplates = await carriedMessageTemplates(pool);
  const providers = await carriedProviders(pool);
  const samlSigningKey = await carriedSamlKey(pool);
  const servers = (await allResourceServers(id)).map(({ poolId: _, ...server }) => server);
  const signingAlgorithm = algorithmOf(activeKey(signingKeys, 'access', now()));
  return {
    type: 'pool',
    version: 1,
    export: job.id,
    exportedAt: toTimeText(job.createdAt),
    id,
    name,
    createdAt: toTimeText(pool.createdAt),
    ...carriedPart({ ...pool, webAuthn }),
    ...(signingAlgorithm !== 'RS256' && { signingAlgorithm }),
    ...(search && { searchableAttributes: search.attributes.map(({ attribute }) => attribute) }),
    ...(servers.length > 0 && { resourceServers: servers }),
    ...(providers.length > 0 && { identityProviders: providers }),
    ...(samlSigningKey && { samlSigningKey }),
    ...(await carriedPoolRisk(pool)),
    ...(common && { uiCustomization: common }),
    ...(pageTexts && { pageTexts }),
    ...(messageTemplates && { messageTemplates }),
    clients,
  };
};
