import {
  AddUserPoolClientSecretCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolSessionConfigurationCommand,
  ListResourceServersCommand,
  ListUserPoolClientSecretsCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { brandingIn, createBranding, logo, redButton } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { fetchKeys } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, domainsOf } from '#tests/support/domains.ts';
import { decrypt, exportPool, makeExportKeys, type TestRecord } from '#tests/support/exports.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { makeResourceServer, scope } from '#tests/support/resource-servers.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { aTermsId, linksTo, makeTerms, termsOf } from '#tests/support/terms.ts';
import { getUICustomization, makePoolWithPages, png, setUICustomization } from '#tests/support/ui-customization.ts';

interface Restored {
  readonly UserPool: { readonly Id: string; readonly Name: string };
  readonly UserPoolClients: readonly { readonly ClientId: string; readonly FormerClientId: string }[];
}

const restore = (Manifest: unknown, more: object = {}): Promise<Restored> =>
  callOwn('RestoreUserPool', { Manifest, ...more });

const manifestOf = async (poolId: string): Promise<TestRecord> => {
  const keys = await makeExportKeys();
  const [manifest] = await decrypt(await exportPool(poolId, keys.publicKey), keys);
  if (!manifest) throw new Error('The export has no manifest.');
  return manifest;
};

interface TestClient {
  readonly id: string;
}

const clientIn = ({ clients }: TestRecord): TestClient => {
  const [client] = Array.isArray(clients) ? clients : [];
  if (!client) throw new Error('The manifest has no app client.');
  return client;
};

const secretOf = async (UserPoolId: string, ClientId: string): Promise<string | undefined> => {
  const { UserPoolClient } = await adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  return UserPoolClient?.ClientSecret;
};

describe('RestoreUserPool', () => {
  it('makes an empty pool of its own with clients of their own, while the former one is there', async () => {
    const pool = await makePool(
      { AliasAttributes: ['email'], UserPoolTags: { stage: 'test' } },
      { GenerateSecret: true },
    );
    await makeUser(pool);

    const { UserPool, UserPoolClients } = await restore(await manifestOf(pool.poolId), { PoolName: 'copy' });

    expect(UserPool.Id).not.toBe(pool.poolId);
    const { UserPool: described } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: UserPool.Id }));
    expect(described).toMatchObject({
      Name: 'copy',
      AliasAttributes: ['email'],
      UserPoolTags: { stage: 'test' },
      EstimatedNumberOfUsers: 0,
    });
    const [client] = UserPoolClients;
    expect(client).toMatchObject({ FormerClientId: pool.clientId });
    expect(client?.ClientId).not.toBe(pool.clientId);
    expect(await secretOf(UserPool.Id, client?.ClientId ?? '')).toBe(pool.clientSecret);
    const { clientId = '', clientSecret } = { clientId: client?.ClientId, clientSecret: pool.clientSecret };
    const user = await makeUser({ poolId: UserPool.Id });
    await expect(signIn({ clientId, clientSecret }, user)).resolves.toBeDefined();
  });

  it('signs with the algorithm of the former pool, by keys of its own', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await manifestOf(UserPoolId)).not.toHaveProperty('signingAlgorithm');
    await callOwn('RotateSigningKeys', { UserPoolId, SigningAlgorithm: 'ES256', OverlapSeconds: 0 });

    const manifest = await manifestOf(UserPoolId);

    expect(manifest).toHaveProperty('signingAlgorithm', 'ES256');
    const { UserPool } = await restore(manifest);
    const [keys, former] = [await fetchKeys(UserPool.Id), await fetchKeys(UserPoolId)];
    expect(keys.map(({ alg }) => alg)).toEqual(['ES256', 'ES256']);
    expect(former.map(({ kid }) => kid)).not.toContain(keys[0]?.kid);
    await expect(restore({ ...manifest, signingAlgorithm: 'none' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('has the settings of every operation that has some, and both secrets of an app client', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool(
      { Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }] },
      { GenerateSecret: true },
    );
    const admin = adminClient();
    await admin.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId }));
    await admin.send(
      new SetUserPoolSessionConfigurationCommand({
        UserPoolId,
        UserSessionTracking: 'ENABLED',
        TokenSession: { MaxPerUser: 3 },
      }),
    );
    const given = {
      SignInSettings: {
        Codes: { Verification: { Length: 8, Seconds: 600 } },
        Lockout: { Failures: 7 },
        PasswordChange: { EndsSessions: true },
      },
      SearchSettings: { SearchableAttributes: ['custom:team'] },
      MessageLimits: { SmsCountries: ['DE', 'FR'], EmailsPerDay: 1000, SmsPerDay: 100 },
      PasswordBlocklist: { Enforced: true, RangeService: { TimeoutMilliseconds: 300 }, Unchecked: 'REFUSE' },
      LinkingPolicy: { Policy: 'ASK' },
      RegistrationSettings: {
        ClientIdMetadataDocuments: 'ENABLED',
        AllowedDocumentHosts: ['*.example.com'],
        DeniedDocumentHosts: ['old.example.com'],
        SupportedIdentityProviders: ['COGNITO'],
        MaxClients: 10,
        HourlyRegistrations: 5,
        IdleDays: 7,
      },
      RiskSettings: { MfaRequiredWithoutFactor: 'SET_UP' },
      TokenSettings: { AccessTokenFormat: 'RFC9068' },
      Compatibility: { Strict: true },
    };
    for (const [what, settings] of Object.entries(given))
      await callOwn(`SetUserPool${what}`, { UserPoolId, ...settings });

    const oauth = {
      RequirePkce: true,
      TokenEndpointAuthMethod: 'private_key_jwt',
      JwksUri: 'https://example.com/keys',
    };
    await callOwn('SetUserPoolClientOAuthSettings', { UserPoolId, ClientId, ...oauth });

    const { UserPool, UserPoolClients } = await restore(await manifestOf(UserPoolId));

    const expected = {
      ...given,
      SearchSettings: { SearchableAttributes: [{ Attribute: 'custom:team', Status: 'Ready' }] },
    };
    for (const [what, settings] of Object.entries(expected)) {
      expect(await callOwn(`GetUserPool${what}`, { UserPoolId: UserPool.Id })).toMatchObject(settings);
    }
    expect(await admin.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId: UserPool.Id }))).toMatchObject({
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser: 3 },
    });
    const restored = { UserPoolId: UserPool.Id, ClientId: UserPoolClients[0]?.ClientId };
    expect((await admin.send(new ListUserPoolClientSecretsCommand(restored))).ClientSecrets).toHaveLength(2);
    expect(await callOwn('GetUserPoolClientOAuthSettings', restored)).toMatchObject(oauth);
  });

  it('has the resource servers, and app clients with their scopes, also of a server that was deleted', async () => {
    const pool = await makePool();
    const admin = adminClient();
    for (const identifier of ['shop', 'bank']) await makeResourceServer(pool, identifier, ['read', 'write']);
    await makeClient(pool.poolId, { AllowedOAuthScopes: ['shop/read', 'bank/write'] });
    await admin.send(new DeleteResourceServerCommand({ UserPoolId: pool.poolId, Identifier: 'bank' }));

    const { UserPool, UserPoolClients } = await restore(await manifestOf(pool.poolId));

    const UserPoolId = UserPool.Id;
    const { ResourceServers } = await admin.send(new ListResourceServersCommand({ UserPoolId }));
    const shop = { UserPoolId, Identifier: 'shop', Name: 'test', Scopes: [scope('read'), scope('write')] };
    expect(ResourceServers).toEqual([shop]);
    const clients = UserPoolClients.map(({ ClientId }) =>
      admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
    );
    const scopes = (await Promise.all(clients)).flatMap(
      ({ UserPoolClient }) => UserPoolClient?.AllowedOAuthScopes ?? [],
    );
    expect(scopes).toEqual(['shop/read', 'bank/write']);
    for (let index = 1; index < 25; index++) await makeResourceServer({ poolId: UserPoolId }, `server-${index}`);
    await expect(makeResourceServer({ poolId: UserPoolId }, 'another')).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
  });

  it('has the terms of its app clients, with their ids', async () => {
    const pool = await makePool();
    const made = [await makeTerms(pool), await makeTerms(pool, { TermsName: 'privacy-policy' })];

    const { UserPool, UserPoolClients } = await restore(await manifestOf(pool.poolId));

    const owner = { poolId: UserPool.Id, clientId: UserPoolClients[0]?.ClientId ?? '' };
    for (const { TermsId, TermsName, Links } of made)
      expect(await termsOf(owner, TermsName)).toMatchObject({ TermsId, Links });
    const items = await itemsAbout(`TERMS#${UserPool.Id}`);
    expect(items.find(({ sk }) => sk === 'COUNT')).toMatchObject({ count: 2 });
  });

  it('refuses terms that no app client can have', async () => {
    const pool = await makePool();
    await makeTerms(pool);
    const manifest = await manifestOf(pool.poolId);
    const client = clientIn(manifest);
    const one = { id: aTermsId(), name: 'terms-of-use', links: linksTo('terms'), createdAt: '2026-01-01T00:00:00Z' };
    const other = { ...one, name: 'privacy-policy' };
    const withTerms = (...terms: readonly object[]) => ({ ...manifest, clients: [{ ...client, terms }] });
    for (const record of [
      withTerms(one, { ...one, id: aTermsId() }),
      withTerms(one, other),
      withTerms({ ...one, links: { 'cognito:english': 'https://example.com/' } }),
      withTerms({ ...one, links: { 'cognito:default': 'javascript:alert(1)' } }),
    ])
      await expect(restore(record)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(restore(withTerms(one, { ...other, id: aTermsId() }))).resolves.toBeDefined();
  });

  it('has the look of its pages, and checks it', async () => {
    const { poolId, clientId: ClientId } = await makePoolWithPages();
    const CSS = '.label-customizable { color: red }';
    await setUICustomization(poolId, { CSS });
    await setUICustomization(poolId, { ClientId, ImageFile: png });
    const manifest = await manifestOf(poolId);

    const { UserPool, UserPoolClients } = await restore(manifest);

    expect(await getUICustomization(UserPool.Id)).toMatchObject({ ClientId: 'ALL', CSS });
    const [client] = UserPoolClients;
    const { ImageUrl = '' } = await getUICustomization(UserPool.Id, client?.ClientId);
    expect(Buffer.from(await (await fetch(ImageUrl)).arrayBuffer()).equals(png)).toBe(true);
    const createdAt = '2026-01-01T00:00:00Z';
    for (const wrong of [{ css: '@import "x";' }, { image: 'R0lGODlh' }]) {
      const uiCustomization = { ...wrong, createdAt };
      for (const record of [
        { ...manifest, uiCustomization },
        { ...manifest, clients: [{ ...clientIn(manifest), uiCustomization }] },
      ])
        await expect(restore(record)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('has its own texts of pages, also those that pages no longer have', async () => {
    const { poolId: UserPoolId } = await makePool();
    const Texts = { 'signIn.title': 'Acme' };
    await callOwn('SetUserPoolPageTexts', { UserPoolId, Language: 'ja', Texts });
    const manifest = await manifestOf(UserPoolId);

    const pageTexts = { ja: Texts, en: { 'a.former': 'x' } };
    expect(manifest).toMatchObject({ pageTexts: { ja: Texts } });
    const { UserPool } = await restore({ ...manifest, pageTexts });

    const textsOf = (Language: string) => callOwn('GetUserPoolPageTexts', { UserPoolId: UserPool.Id, Language });
    expect(await textsOf('ja')).toMatchObject({ Texts });
    expect(await textsOf('en')).toMatchObject({ Texts: { 'a.former': 'x' } });
    expect(await textsOf('de')).toMatchObject({ Texts: {} });
    expect(await manifestOf(UserPool.Id)).toMatchObject({ pageTexts });
    for (const wrong of [{ ja: { 'signIn.title': '' } }, { 'ja\n': {} }, { ja: 'x' }]) {
      await expect(restore({ ...manifest, pageTexts: wrong })).rejects.toMatchObject({
        name: expect.stringMatching(/InvalidParameter|Serialization/),
      });
    }
  });

  it('has no domain, which the former pool may still have', async () => {
    const { poolId } = await makePool();
    await createDomain(poolId, aPrefix());
    const { UserPool } = await restore(await manifestOf(poolId));
    expect(await domainsOf(UserPool.Id)).toEqual({ Domain: undefined, CustomDomain: undefined });
  });

  it('refuses resource servers that no pool can have', async () => {
    const manifest = await manifestOf((await makePool()).poolId);
    const server = { identifier: 'shop', name: 'Shop', scopes: [{ name: 'read', description: 'To read' }] };
    const twice = [...server.scopes, ...server.scopes];
    for (const resourceServers of [
      [server, server],
      [{ ...server, scopes: twice }],
      Array.from({ length: 26 }, (_none, index) => ({ ...server, identifier: `server-${index}` })),
    ])
      await expect(restore({ ...manifest, resourceServers })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
  });

  it('has the styles of app clients, without their images', async () => {
    const pool = await makePool();
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    await createBranding(pool, { Settings: redButton, Assets: [logo()] });
    await createBranding(other, { UseCognitoProvidedValues: true });

    const { UserPool, UserPoolClients } = await restore(await manifestOf(pool.poolId));

    const styleOf = async (formerId: string) => {
      const ClientId = UserPoolClients.find(({ FormerClientId }) => FormerClientId === formerId)?.ClientId;
      const client = { UserPoolId: UserPool.Id, ClientId };
      return brandingIn(await adminClient().send(new DescribeManagedLoginBrandingByClientCommand(client)));
    };
    expect(await styleOf(pool.clientId)).toMatchObject({ Settings: redButton, Assets: [] });
    expect(await styleOf(other.clientId)).toMatchObject({ UseCognitoProvidedValues: true, Settings: {} });
    for (let index = 2; index < 20; index++) {
      await createBranding({ poolId: UserPool.Id, ...(await makeClient(UserPool.Id)) }, {});
    }
    const another = { poolId: UserPool.Id, ...(await makeClient(UserPool.Id)) };
    await expect(createBranding(another)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('refuses styles that no pool can have', async () => {
    const manifest = await manifestOf((await makePool()).poolId);
    const client = clientIn(manifest);
    const styled = (settings: unknown, index = 0) => ({
      ...client,
      id: `${client.id}${index}`,
      branding: { usesDefaults: false, settings },
    });
    for (const clients of [
      [styled({ css: 'x' })],
      [styled('red')],
      Array.from({ length: 21 }, (_none, index) => styled({}, index)),
    ])
      await expect(restore({ ...manifest, clients })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('keeps the ids of app clients that are free', async () => {
    const pool = await makePool();
    const { clientId } = await makeClient(pool.poolId, { GenerateSecret: true });
    const manifest = await manifestOf(pool.poolId);
    await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: clientId }));

    const { UserPool, UserPoolClients } = await restore(manifest);

    const kept = UserPoolClients.filter(({ ClientId, FormerClientId }) => ClientId === FormerClientId);
    expect(kept.map(({ ClientId }) => ClientId)).toEqual([clientId]);
    expect(await secretOf(UserPool.Id, clientId)).toBeTruthy();
  });

  it('refuses to keep an id that is taken, or whose pool is still being deleted', async () => {
    const pool = await makePool();
    const manifest = await manifestOf(pool.poolId);
    const taken = { name: 'InvalidParameterException', message: `The user pool ${pool.poolId} is there already.` };
    await expect(restore(manifest, { KeepId: true })).rejects.toMatchObject(taken);

    await adminClient().send(new DeleteUserPoolCommand({ UserPoolId: pool.poolId }));
    await expect(restore(manifest, { KeepId: true })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The user pool ${pool.poolId} is still being deleted.`,
    });
  });

  it('refuses to keep the id of a pool whose app client is another pool’s', async () => {
    const pool = await makePool();
    const manifest = { ...(await manifestOf(pool.poolId)), id: 'us-east-1_Restored9' };

    await expect(restore(manifest, { KeepId: true })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The app client ${pool.clientId} is there already.`,
    });
    await expect(
      adminClient().send(new DescribeUserPoolCommand({ UserPoolId: 'us-east-1_Restored9' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('makes one pool of several who restore it at once', async () => {
    const pool = await makePool();
    const id = `us-east-1_R${Date.now()}`;
    const manifest = { ...(await manifestOf(pool.poolId)), id, clients: [] };

    const outcomes = await Promise.allSettled([1, 2, 3].map(() => restore(manifest, { KeepId: true })));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('gives the app clients to the one pool of several that are restored from it at once', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const clientId = `c${Date.now()}`;
    const manifest = await manifestOf(pool.poolId);
    const clients = [{ ...clientIn(manifest), id: clientId }];

    for (const KeepId of [true, false]) {
      const id = `us-east-1_C${Date.now()}`;
      const wanted = clients.map((client) => ({ ...client, id: `${client.id}${KeepId}` }));
      const outcomes = await Promise.allSettled(
        [1, 2, 3, 4].map(() => restore({ ...manifest, id, clients: wanted }, { KeepId })),
      );
      const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(made.length).toBeGreaterThan(0);
      for (const { UserPool, UserPoolClients } of made) {
        for (const { ClientId } of UserPoolClients) {
          expect(await secretOf(UserPool.Id, ClientId)).toBe(pool.clientSecret);
        }
      }
    }
  });

  it.each([
    ['an app client twice', ({ id, ...client }: TestClient) => [1, 2].map(() => ({ ...client, id })), /twice/],
    [
      'an app client of no time',
      (client: TestClient) => [{ ...client, createdAt: '2024-01-01T00:00:00+05' }],
      /is no time/,
    ],
  ])('refuses a manifest with %s', async (_what, spoil, message) => {
    const { poolId } = await makePool();
    const manifest = await manifestOf(poolId);
    const clients = spoil(clientIn(manifest));

    await expect(restore({ ...manifest, clients })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('gives the pool the KMS key that it had, or another one where that one is not there', async () => {
    const [key, other] = [makeOwnKey(), makeOwnKey()];
    const { poolId } = await makePool({ KeyConfiguration: key.configuration });
    const manifest = await manifestOf(poolId);
    const keyOf = async (more: object = {}): Promise<unknown> => {
      const { UserPool } = await restore(manifest, more);
      const described = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: UserPool.Id }));
      return described.UserPool?.KeyConfiguration;
    };
    expect(await keyOf()).toEqual(key.configuration);
    key.remove();
    await expect(restore(manifest)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The KMS key of the user pool cannot be used: it does not exist.',
    });
    const elsewhere = { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' };
    await expect(restore({ ...manifest, settings: { KeyConfiguration: elsewhere } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'KeyConfiguration.KmsKeyArn is to be a key in us-east-1, in account 000000000000.',
    });
    expect(await keyOf({ KeyConfiguration: other.configuration })).toEqual(other.configuration);
    expect(await keyOf({ KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' } })).toEqual({ KeyType: 'AWS_OWNED_KEY' });
  });

  it.each([
    ['another version', { version: 2 }, /version/],
    ['no settings', { settings: undefined }, /settings/],
    [
      'a setting that contradicts itself',
      { settings: { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' } } },
      /KeyConfiguration/,
    ],
    ['MFA without a factor', { settings: { MfaConfiguration: 'ON' } }, /MFA/],
    ['a schema without its standard attributes', { schema: [] }, /The standard attribute profile is missing/],
    ['SMS to a country that there is not', { messages: { smsCountries: ['ZZ'] } }, /ZZ/],
    ['a lockout that is forgotten before it ends', { signIn: { lockout: { quietSeconds: 60 } } }, /QuietSeconds/],
  ])('refuses a manifest with %s', async (_what, spoiled, message) => {
    const { poolId } = await makePool();
    const manifest = await manifestOf(poolId);

    await expect(restore({ ...manifest, ...spoiled })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a manifest with a custom attribute that is required, as every app client could write it', async () => {
    const { poolId } = await makePool({ Schema: [{ Name: 'admin', AttributeDataType: 'Boolean' }] });
    const { schema, ...manifest } = await manifestOf(poolId);
    const attributes: readonly { readonly name: string }[] = Array.isArray(schema) ? schema : [];
    const required = attributes.map((one) => ({ ...one, ...(one.name === 'custom:admin' && { required: true }) }));

    await expect(restore({ ...manifest, schema: required })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Required custom attributes are not supported currently.',
    });
  });
});
