/** Makes empty pools with the settings that they had when they were exported. */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { deletedPoolRepository } from '#shared/data/pools/deleted-pool-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { resourceServerRepository } from '#shared/data/resource-servers/resource-server-repository.ts';
import { table } from '#shared/data/table.ts';
import { termsRepository } from '#shared/data/terms/terms-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { type AppClient, hearsOfLogouts, isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { assertClientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { newClientId } from '#shared/domain/app-clients/identifiers.ts';
import { assertClientSettings } from '#shared/domain/app-clients/settings-rules.ts';
import type { Branding } from '#shared/domain/branding/branding.ts';
import { type ClientRecordLine, carriedPart, type PoolRecordLine } from '#shared/domain/exports/pool-record.ts';
import { toTime } from '#shared/domain/imports/record-time.ts';
import { templateName } from '#shared/domain/messages/message-template.ts';
import { identifierIn } from '#shared/domain/resource-servers/resource-server.ts';
import { assertLinks, mostTerms, type Terms } from '#shared/domain/terms/terms.ts';
import { assertSecondFactors } from '#shared/domain/user-pools/factors.ts';
import { assertKeyIsHere } from '#shared/domain/user-pools/key-configuration.ts';
import { assertMessageLimits } from '#shared/domain/user-pools/message-limits-rules.ts';
import { newPoolId } from '#shared/domain/user-pools/pool-id.ts';
import { assertRestoredSchema } from '#shared/domain/user-pools/restored-schema.ts';
import { withIndexed, withReady } from '#shared/domain/user-pools/search-settings.ts';
import { assertSignInSettings } from '#shared/domain/user-pools/settings.ts';
import { assertSettings } from '#shared/domain/user-pools/settings-rules.ts';
import { assertTokenSettings } from '#shared/domain/user-pools/token-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { restoredMessageTemplates } from '../message-settings/message-settings.ts';
import { restoredPageTexts } from '../page-texts/page-texts.ts';
import { assertScopes } from '../resource-servers/resource-servers.ts';
import { assertRisk, restoredClientRisk, restoredPoolRisk, restoredRiskMails } from '../risk/carried-risk.ts';
import type { Seal } from '../sealing/create-sealing.ts';
import { dataKeysFor } from '../sealing/sealing.ts';
import { makeSigningKeys } from '../signing-keys/signing-keys.ts';
import { assertLooks, restoredLook } from '../ui-customization/carried-looks.ts';
import { assertProviders, restoreProviders } from './carried-providers.ts';
import { restoredSamlKey } from './carried-saml-key.ts';
import { assertBrandings, restoredBranding } from './restored-branding.ts';

interface Wanted {
  readonly record: PoolRecordLine;
  /** Replaces the name in the record. */
  readonly name: string | undefined;
  /** True where the pool is to get its former id. */
  readonly keepId: boolean;
  /** Region for new ids. */
  readonly region: string;
}

/** An app client of a restored pool. It has its former id, unless that is taken. */
export interface RestoredClient {
  readonly client: AppClient;
  readonly formerId: string;
}

// How many writes fit into a transaction, in addition to the pool itself and its signing keys.
const mostBesidePool = 90;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const takenPool = (poolId: string): CognitoException => invalid(`The user pool ${poolId} is there already.`);

const stillThere = (poolId: string): CognitoException => invalid(`The user pool ${poolId} is still being deleted.`);

const takenClient = (clientId: string): CognitoException => invalid(`The app client ${clientId} is there already.`);

const searchOf = ({ searchableAttributes: names, schema }: PoolRecordLine): Partial<UserPool> => {
  if (!names?.length) return {};
  const search = withIndexed({ schema }, names);
  // The pool has no users yet who could be missing in an index.
  const generations = search.attributes.map(({ generation }) => generation);
  return { search: withReady(search, generations) };
};

const assertTerms = (clients: PoolRecordLine['clients']): void => {
  const all = clients.flatMap(({ id, terms = [] }) => terms.map((one) => ({ ...one, key: `${id}#${one.name}` })));
  if (all.length > mostTerms) throw invalid(`The record has more than ${mostTerms} terms.`);
  for (const part of ['id', 'key'] as const) {
    if (new Set(all.map((one) => one[part])).size < all.length) throw invalid('The record has terms twice.');
  }
  for (const { links } of all) assertLinks(links);
};

const assertRecord = (record: PoolRecordLine): void => {
  assertSettings(record.settings);
  assertKeyIsHere(record.settings, environment());
  assertSecondFactors(record);
  assertRestoredSchema(record.schema);
  assertSignInSettings(record.signIn ?? {});
  // Pools that it trusts may be of the deployment that it comes from.
  assertTokenSettings(record.tokens ?? {}, { issuerOrigin: undefined, outboundHosts: environment().outbound.hosts });
  assertMessageLimits(record.messages ?? {});
  if (new Set(record.clients.map(({ id }) => id)).size < record.clients.length) {
    throw invalid('The record has an app client twice.');
  }
  const { resourceServers: servers = [] } = record;
  if (new Set(servers.map(({ identifier }) => identifier)).size < servers.length) {
    throw invalid('The record has a resource server twice.');
  }
  servers.forEach(assertScopes);
  assertTerms(record.clients);
  assertRisk(record);
  assertLooks(record);
  assertBrandings(record.clients);
};

// A client may still name scopes of a server that was deleted, as the pool's own client did.
const knownScopes = ({ AllowedOAuthScopes: scopes = [] }: ClientRecordLine['settings']): readonly string[] =>
  scopes.filter((scope) => identifierIn(scope) !== undefined);

const assertClient = (pool: UserPool, record: ClientRecordLine): void => {
  assertClientSettings(pool, record.settings, isConfidential(record), knownScopes(record.settings));
  if (record.oauth) assertClientOAuth(record.oauth, environment().outbound.hosts);
};

const toClient = (
  pool: UserPool,
  seal: Seal,
  record: ClientRecordLine,
  { id, branding }: { readonly id: string; readonly branding: Branding | undefined },
): AppClient => {
  const { name, settings, ssoSessionMinutes, oauth, secrets } = record;
  const createdAt = toTime(record.createdAt);
  return {
    id,
    poolId: pool.id,
    name,
    settings,
    ...(ssoSessionMinutes !== undefined && { ssoSessionMinutes }),
    ...(oauth && { oauth }),
    ...restoredClientRisk(record),
    ...(branding && { brandingId: branding.id }),
    secrets: secrets.map((secret, index) => ({
      createdAt: createdAt + index,
      sealed: seal.seal('client secret', secret),
    })),
    createdAt,
    updatedAt: now(),
    version: 1,
  };
};

const toTerms = ({ id: clientId, poolId }: AppClient, terms: ClientRecordLine['terms'] = []): readonly Terms[] =>
  terms.map(({ id, name, links, createdAt }) => ({
    id,
    poolId,
    clientId,
    name,
    links,
    createdAt: toTime(createdAt),
    updatedAt: now(),
    version: 1,
  }));

const isThere = async (poolId: string): Promise<boolean> =>
  (await poolRepository().find(poolId)) !== undefined || (await deletedPoolRepository().find(poolId)) !== undefined;

// A client without a pool was left by an attempt that was interrupted.
const isFree = async (poolId: string, held: AppClient | undefined): Promise<boolean> =>
  held === undefined || held.poolId === poolId || !(await isThere(held.poolId));

interface PreparedClient extends RestoredClient {
  readonly write: Write;
  readonly terms: readonly Terms[];
  /** How its pages look, and its mails about risks. */
  readonly look: readonly Write[];
  readonly branding: Branding | undefined;
}

const prepareClient = async (
  pool: UserPool,
  seal: Seal,
  record: ClientRecordLine,
  keepId: boolean,
): Promise<PreparedClient> => {
  const held = await appClientRepository().find(record.id);
  const free = await isFree(pool.id, held);
  if (!free && keepId) throw takenClient(record.id);
  const id = free ? record.id : newClientId();
  const branding = restoredBranding(pool.id, id, record);
  const client = toClient(pool, seal, record, { id, branding });
  const write = appClientRepository().restore(client, free ? held : undefined, () => takenClient(record.id));
  const look = [
    ...restoredLook(pool.id, record.uiCustomization, client.id),
    ...restoredRiskMails(pool.id, record, client.id),
  ];
  return { client, formerId: record.id, write, terms: toTerms(client, record.terms), look, branding };
};

/**
 * Makes the pool. Throws InvalidParameterException for a pool that cannot exist, and where an id to be kept is taken;
 * InvalidOAuthFlowException and ScopeDoesNotExistException as for new app clients.
 */
export const restorePool = async ({
  record,
  name,
  keepId,
  region,
}: Wanted): Promise<{ readonly pool: UserPool; readonly clients: readonly RestoredClient[] }> => {
  assertRecord(record);
  const id = keepId ? record.id : newPoolId(region);
  if (await poolRepository().find(id)) throw takenPool(id);
  if (await deletedPoolRepository().find(id)) throw stillThere(id);
  const createdAt = now();
  const keys = dataKeysFor(record.settings);
  const [{ seal, wrapped }, signingKeys] = await Promise.all([
    keys.make({ pool: id, purpose: 'general' }),
    makeSigningKeys(keys, id, { createdAt, activeFrom: createdAt }, record.signingAlgorithm),
  ]);
  const pool: UserPool = {
    id,
    name: name ?? record.name,
    ...carriedPart(record),
    ...restoredPoolRisk(record),
    ...searchOf(record),
    ...(record.clients.some(hearsOfLogouts) && { backchannelLogout: true }),
    ...(record.messageTemplates && { messageTemplates: record.messageTemplates.map(templateName).sort() }),
    ...(record.pageTexts && { textLanguages: Object.keys(record.pageTexts).sort() }),
    createdAt,
    updatedAt: createdAt,
    version: 1,
    dataKeys: { general: wrapped },
  };
  for (const client of record.clients) assertClient(pool, client);
  assertProviders(pool, record.identityProviders);
  const samlKeyWrites = keepId ? await restoredSamlKey(pool, record.samlSigningKey) : [];
  const servers = (record.resourceServers ?? []).map((server) => ({ ...server, poolId: id }));
  const serverWrites = resourceServerRepository().restore(id, servers);
  const clients = await manyAtOnce(record.clients, (client) => prepareClient(pool, seal, client, keepId));
  const termsWrites = termsRepository().restore(
    id,
    clients.flatMap(({ terms }) => terms),
  );
  const brandings = clients.flatMap(({ branding }) => branding ?? []);
  const brandingWrites = brandingRepository().restore(id, brandings);
  const clientsWithPool = mostBesidePool - serverWrites.length - termsWrites.length - brandingWrites.length;
  // Clients are written together with the pool, so that of two restores at once neither gets clients of the other.
  // Where they are too many, the pool is written last: until then, its clients belong to nobody.
  await manyAtOnce(clients.slice(clientsWithPool), ({ write }) => table().write([write]));
  // Logos and texts are too large to be written together. Until the pool is there, they are seen by nobody.
  const words = [...restoredPageTexts(id, record), ...restoredMessageTemplates(id, record)];
  const texts = words.map((write) => [write]);
  const risk = restoredRiskMails(id, record);
  const looks = [restoredLook(id, record.uiCustomization), risk, ...clients.map(({ look }) => look), ...texts];
  await manyAtOnce(looks, (writes) => table().write(writes));
  await restoreProviders(pool, record.identityProviders);
  await table().write(samlKeyWrites);
  await table().write([
    poolRepository().restore(pool, () => takenPool(id)),
    deletedPoolRepository().absent(id, () => stillThere(id)),
    ...signingKeys.map(poolRepository().putSigningKey),
    ...serverWrites,
    ...termsWrites,
    ...brandingWrites,
    ...clients.slice(0, clientsWithPool).map(({ write }) => write),
  ]);
  return { pool, clients };
};
