/** Reads a pool by the API of Cognito, which both sides speak. */
import {
  type CognitoIdentityProviderClient,
  DescribeIdentityProviderCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeRiskConfigurationCommand,
  DescribeTermsCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetLogDeliveryConfigurationCommand,
  GetUICustomizationCommand,
  GetUserPoolMfaConfigCommand,
  ListGroupsCommand,
  ListIdentityProvidersCommand,
  ListResourceServersCommand,
  ListTermsCommand,
  ListUserPoolClientSecretsCommand,
  ListUserPoolClientsCommand,
  type RiskConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { allClients, type Look, type PoolFacts } from './pool-facts.ts';

type Client = CognitoIdentityProviderClient;

// A pool of another tier, or a service of another year, has no such thing.
const absent: ReadonlySet<string> = new Set([
  'ResourceNotFoundException',
  'UserPoolAddOnNotEnabledException',
  'FeatureUnavailableInTierException',
  'UnknownOperationException',
  'UnsupportedOperationException',
  'OperationNotEnabledException',
]);

/** The answer; undefined where there is no such thing. */
export const orNothing = async <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof Error && absent.has(error.name)) return undefined;
    throw error;
  });

/** Every item of all pages. */
export const everyOne = async <Item>(
  page: (
    next: string | undefined,
  ) => Promise<{ readonly items: readonly Item[] | undefined; readonly next?: string | undefined }>,
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let next: string | undefined;
  do {
    const answer = await page(next);
    found.push(...(answer.items ?? []));
    next = answer.next;
  } while (next);
  return found;
};

const byKey = <Value>(
  values: readonly (Value | undefined)[],
  keyOf: (value: Value) => string | undefined,
): ReadonlyMap<string, Value> =>
  new Map(
    values.flatMap((value): [string, Value][] => {
      const key = value === undefined ? undefined : keyOf(value);
      return value === undefined || key === undefined ? [] : [[key, value]];
    }),
  );

const readClients = async (client: Client, UserPoolId: string) => {
  const listed = await everyOne(async (NextToken) => {
    const answer = await client.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60, NextToken }));
    return { items: answer.UserPoolClients, next: answer.NextToken };
  });
  const described = await manyAtOnce(
    listed,
    async ({ ClientId }) =>
      (await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient,
  );
  // What registered itself does so again.
  return byKey(
    described.filter((one) => one?.ClientType !== 'DCR'),
    ({ ClientId }) => ClientId,
  );
};

const readGroups = async (client: Client, UserPoolId: string) => {
  const groups = await everyOne(async (NextToken) => {
    const answer = await client.send(new ListGroupsCommand({ UserPoolId, Limit: 60, NextToken }));
    return { items: answer.Groups, next: answer.NextToken };
  });
  return byKey(groups, ({ GroupName }) => GroupName);
};

const readResourceServers = async (client: Client, UserPoolId: string) => {
  const servers = await everyOne(async (NextToken) => {
    const answer = await client.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 50, NextToken }));
    return { items: answer.ResourceServers, next: answer.NextToken };
  });
  return byKey(servers, ({ Identifier }) => Identifier);
};

const readProviders = async (client: Client, UserPoolId: string) => {
  const listed = await everyOne(async (NextToken) => {
    const answer = await client.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 60, NextToken }));
    return { items: answer.Providers, next: answer.NextToken };
  });
  const described = await manyAtOnce(
    listed,
    async ({ ProviderName }) =>
      (await client.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }))).IdentityProvider,
  );
  return byKey(described, ({ ProviderName }) => ProviderName);
};

const readDomains = async (client: Client, names: readonly (string | undefined)[]) => {
  const described = await manyAtOnce(
    names.flatMap((name) => name ?? []),
    async (Domain) => (await client.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription,
  );
  return byKey(described, ({ Domain }) => Domain);
};

const imageAt = async (url: string): Promise<Uint8Array | undefined> => {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
  return answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
};

const readLooks = async (
  client: Client,
  UserPoolId: string,
  clientIds: readonly string[],
): Promise<ReadonlyMap<string, Look>> => {
  const looks = await manyAtOnce(clientIds, async (ClientId): Promise<[string, Look][]> => {
    const answer = await orNothing(client.send(new GetUICustomizationCommand({ UserPoolId, ClientId })));
    const { ClientId: whose, CSS: css, ImageUrl: url } = answer?.UICustomization ?? {};
    // A client without a look of its own is answered with that of all.
    if (whose !== ClientId || (!css && !url)) return [];
    return [[ClientId, { css, image: url ? await imageAt(url) : undefined }]];
  });
  return new Map(looks.flat());
};

const readBrandings = async (client: Client, UserPoolId: string, clientIds: readonly string[]) => {
  const read = await manyAtOnce(clientIds, async (ClientId) => {
    const command = new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId });
    const branding = (await orNothing(client.send(command)))?.ManagedLoginBranding;
    return branding && { clientId: ClientId, branding };
  });
  return new Map(read.flatMap((one) => (one ? [[one.clientId, one.branding] as const] : [])));
};

const readTerms = async (client: Client, UserPoolId: string) => {
  const listed = await everyOne(async (NextToken) => {
    const answer = await orNothing(client.send(new ListTermsCommand({ UserPoolId, MaxResults: 60, NextToken })));
    return { items: answer?.Terms, next: answer?.NextToken };
  });
  const described = await manyAtOnce(
    listed,
    async ({ TermsId }) => (await client.send(new DescribeTermsCommand({ UserPoolId, TermsId }))).Terms,
  );
  return byKey(described, ({ ClientId, TermsName }) => `${ClientId} ${TermsName}`);
};

const says = (risk: RiskConfigurationType | undefined): boolean =>
  risk?.AccountTakeoverRiskConfiguration !== undefined ||
  risk?.CompromisedCredentialsRiskConfiguration !== undefined ||
  risk?.RiskExceptionConfiguration !== undefined;

const readRisks = async (client: Client, UserPoolId: string, clientIds: readonly string[]) => {
  const read = await manyAtOnce(clientIds, async (id) => {
    const of = id === allClients ? {} : { ClientId: id };
    const command = new DescribeRiskConfigurationCommand({ UserPoolId, ...of });
    const risk = (await orNothing(client.send(command)))?.RiskConfiguration;
    return risk && says(risk) ? { id, risk } : undefined;
  });
  return new Map(read.flatMap((one) => (one ? [[one.id, one.risk] as const] : [])));
};

const countSecrets = async (client: Client, UserPoolId: string, clientIds: readonly string[]) => {
  const counted = await manyAtOnce(clientIds, async (ClientId) => {
    const answer = await orNothing(client.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId })));
    return [ClientId, answer?.ClientSecrets?.length ?? 1] as const;
  });
  return new Map(counted);
};

/** Everything that a pool tells of itself; undefined where there is no such pool. */
export const readPool = async (client: Client, UserPoolId: string): Promise<PoolFacts | undefined> => {
  const pool = (await orNothing(client.send(new DescribeUserPoolCommand({ UserPoolId }))))?.UserPool;
  if (!pool) return undefined;
  const { $metadata: _, ...mfa } = await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  const clients = await readClients(client, UserPoolId);
  const ids = [...clients.keys()];
  const withSecret = [...clients.values()].flatMap(({ ClientId, ClientSecret }) =>
    ClientId !== undefined && ClientSecret !== undefined ? [ClientId] : [],
  );
  const logs = await orNothing(client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId })));
  return {
    pool,
    mfa,
    clients,
    secrets: await countSecrets(client, UserPoolId, withSecret),
    groups: await readGroups(client, UserPoolId),
    resourceServers: await readResourceServers(client, UserPoolId),
    providers: await readProviders(client, UserPoolId),
    domains: await readDomains(client, [pool.Domain, pool.CustomDomain]),
    // Without a domain there are no classic pages, and Cognito refuses to tell how they look.
    looks: pool.Domain || pool.CustomDomain ? await readLooks(client, UserPoolId, [allClients, ...ids]) : new Map(),
    brandings: await readBrandings(client, UserPoolId, ids),
    terms: await readTerms(client, UserPoolId),
    risks: await readRisks(client, UserPoolId, [allClients, ...ids]),
    logs: logs?.LogDeliveryConfiguration?.LogConfigurations ?? [],
  };
};
