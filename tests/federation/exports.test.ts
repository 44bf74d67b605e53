import {
  AdminDeleteUserCommand,
  AdminDisableProviderForUserCommand,
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  GetSigningCertificateCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { openCertificate } from '#shared/domain/federation/saml/metadata.ts';
import { assertSignedQuery, readRedirectQuery } from '#shared/domain/federation/saml/redirect-query.ts';
import { adminClient } from '#tests/support/clients.ts';
import { decrypt, exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { type FederatedApp, makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { refusals } from '#tests/support/imports.ts';
import { makeLinkingApp } from '#tests/support/linking.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import { makeSamlPool, providerName } from '#tests/support/saml/saml-pool.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const ada = { sub: 'Ada-1', email: 'ada@example.com', name: 'Ada' };

describe('the record of a user who comes through a provider', () => {
  it('has the identities, by which the imported user signs in', async () => {
    const app = await makeScriptedApp();
    const before = await tokensFor(app, await signInScripted(app, ada));
    const keys = await makeExportKeys();
    const records = await decrypt(await exportPool(app.poolId, keys.publicKey), keys);
    const record = records.find(({ type }) => type === 'user');
    expect(record).toMatchObject({
      status: 'EXTERNAL_PROVIDER',
      identities: [{ providerName: 'Corporate', providerType: 'OIDC', userId: 'Ada-1', primary: true }],
    });
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: app.poolId, Username: 'Corporate_Ada-1' }));

    await importLines(app.poolId, [JSON.stringify(record)], await makeRecordJob(app.poolId));

    const after = await tokensFor(app, await signInScripted(app, ada));
    expect(after.claims.sub).toBe(before.claims.sub);
    expect(after.claims['cognito:groups']).toEqual([`${app.poolId}_Corporate`]);
  });

  const identity = {
    providerName: 'Corporate',
    providerType: 'OIDC',
    userId: 'Ada-1',
    primary: true,
    createdAt: '2026-01-02T03:04:05.678Z',
  };

  it.each([
    ['an identity that is somebody already', [identity]],
    ['an identity twice', [identity, { ...identity, primary: false }]],
    ['two primary identities', [identity, { ...identity, userId: 'b' }]],
    ['none', []],
    ['a provider of no type', [{ ...identity, providerType: 'LDAP' }]],
  ])('is refused where it has %s', async (_what, identities) => {
    const app = await makeScriptedApp();
    await signInScripted(app, ada);
    const line = JSON.stringify({ type: 'user', username: 'other', identities });
    const { JobId } = await importLines(app.poolId, [line], await makeRecordJob(app.poolId));
    expect((await refusals(app, JobId)).rows).toHaveLength(1);
  });
});

interface Restored {
  readonly UserPool: { readonly Id: string };
  readonly UserPoolClients: readonly { readonly ClientId: string }[];
}

describe('the identity providers of an exported pool', () => {
  const restored = async (app: FederatedApp) => {
    const keys = await makeExportKeys();
    const [Manifest] = await decrypt(await exportPool(app.poolId, keys.publicKey), keys);
    return callOwn<Restored>('RestoreUserPool', { Manifest });
  };

  const describeIn = async (UserPoolId: string) => {
    const asked = new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Corporate' });
    const {
      CreationDate: _made,
      LastModifiedDate: _changed,
      ...provider
    } = (await adminClient().send(asked)).IdentityProvider ?? {};
    return provider;
  };

  it('are those of the restored pool, and sign users in', async () => {
    const app = await makeScriptedApp();
    await adminClient().send(
      new UpdateIdentityProviderCommand({
        UserPoolId: app.poolId,
        ProviderName: 'Corporate',
        IdpIdentifiers: ['corp.example'],
      }),
    );

    const { UserPool, UserPoolClients } = await restored(app);

    const poolId = UserPool.Id;
    expect(await describeIn(poolId)).toEqual({ ...(await describeIn(app.poolId)), UserPoolId: poolId });
    const byIdentifier = new GetIdentityProviderByIdentifierCommand({
      UserPoolId: poolId,
      IdpIdentifier: 'corp.example',
    });
    expect((await adminClient().send(byIdentifier)).IdentityProvider?.ProviderName).toBe('Corporate');
    await expect(makeProvider({ poolId })).rejects.toMatchObject({ name: 'DuplicateProviderException' });
    const clientId = UserPoolClients[0]?.ClientId ?? '';
    const { claims } = await tokensFor(
      { ...app, poolId, clientId },
      await signInScripted({ ...app, poolId, clientId }, ada),
    );
    expect(claims).toMatchObject({ 'cognito:username': 'Corporate_Ada-1', 'cognito:groups': [`${poolId}_Corporate`] });
  });

  it('link as before, and leave apart what was unlinked', async () => {
    const app = await makeLinkingApp('VERIFIED_EMAIL');
    const [linked, parted] = [await makeUser(app), await makeUser(app)];
    const arriving = (email: string) => ({ sub: `S-${email}`, email, email_verified: true });
    const subIn = async (made: FederatedApp, email: string) =>
      (await tokensFor(made, await signInScripted(made, arriving(email)))).claims.sub;
    expect(await subIn(app, parted.email)).toBe(parted.sub);
    const User = { ProviderName: 'Corporate', ProviderAttributeValue: `S-${parted.email}` };
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: app.poolId, User }));
    const keys = await makeExportKeys();
    const [Manifest, ...records] = await decrypt(await exportPool(app.poolId, keys.publicKey), keys);

    const { UserPool, UserPoolClients } = await callOwn<Restored>('RestoreUserPool', { Manifest });

    const poolId = UserPool.Id;
    expect(await callOwn('GetUserPoolLinkingPolicy', { UserPoolId: poolId })).toMatchObject({
      Policy: 'VERIFIED_EMAIL',
      TrustedProviders: ['Corporate'],
    });
    const lines = records.filter(({ type }) => type === 'user').map((record) => JSON.stringify(record));
    await importLines(poolId, lines, await makeRecordJob(poolId));
    const there = { ...app, poolId, clientId: UserPoolClients[0]?.ClientId ?? '' };
    expect(await subIn(there, linked.email)).toBe(linked.sub);
    expect(await subIn(there, parted.email)).not.toBe(parted.sub);
  });

  it('are refused where the pool cannot have them', async () => {
    const app = await makeScriptedApp();
    const keys = await makeExportKeys();
    const [pool] = await decrypt(await exportPool(app.poolId, keys.publicKey), keys);
    const [provider] = Object(pool).identityProviders;
    for (const [identityProviders, message] of [
      [[provider, provider], 'The record has a provider twice.'],
      [[{ ...provider, name: 'Google' }], 'Provider Google cannot be of type OIDC.'],
      [
        [{ ...provider, attributeMapping: { 'custom:none': 'x' } }],
        'The attribute mapping names custom:none, which users of the pool cannot get.',
      ],
      [[{ ...provider, identifiers: ['a', 'a'] }], 'The record has an identifier twice.'],
    ] as const) {
      const asked = callOwn('RestoreUserPool', { Manifest: { ...Object(pool), identityProviders } });
      await expect(asked).rejects.toMatchObject({ name: 'InvalidParameterException', message });
    }
  });
});

describe('the key of an exported pool for messages to SAML providers', () => {
  const certificateOf = async (UserPoolId: string): Promise<string> => {
    const { Certificate = '' } = await adminClient().send(new GetSigningCertificateCommand({ UserPoolId }));
    return Certificate;
  };

  const exported = async (poolId: string) => {
    const keys = await makeExportKeys();
    const [pool] = await decrypt(await exportPool(poolId, keys.publicKey), keys);
    return { ...Object(pool), clients: [], id: `us-east-1_S${Date.now()}` };
  };

  const restore = async (Manifest: object, KeepId: boolean): Promise<string> =>
    (await callOwn<{ UserPool: { Id: string } }>('RestoreUserPool', { Manifest, KeepId })).UserPool.Id;

  it('signs again where the pool gets its former id, and nowhere else', async () => {
    const { poolId } = await makeSamlPool({ details: { RequestSigningAlgorithm: 'rsa-sha256' } });
    const certificate = await certificateOf(poolId);
    const manifest = await exported(poolId);
    expect(await certificateOf(await restore(manifest, false))).not.toBe(certificate);
    const kept = await restore(manifest, true);
    expect(await certificateOf(kept)).toBe(certificate);
    const { clientId } = await makeClient(kept, { ...onPages, SupportedIdentityProviders: [providerName] });
    const asked = authorizePath({ clientId }, { identity_provider: providerName });
    const received = readRedirectQuery(locationOf(await newUserAgent().get(asked)).search.slice(1));
    assertSignedQuery(received, [openCertificate(certificate).publicKey], { allowsSha1: false });
  });

  it('is refused where it is none, or where a certificate is of another key', async () => {
    const { poolId } = await makePool();
    await certificateOf(poolId);
    const manifest = await exported(poolId);
    const { samlSigningKey: own } = manifest;
    const { certificate: foreign } = newSamlKey();
    for (const samlSigningKey of [
      { ...own, privateKey: 'AAAA' },
      { ...own, certificates: ['AAAA'] },
      { ...own, certificates: [...own.certificates, foreign] },
    ]) {
      await expect(restore({ ...manifest, samlSigningKey }, true)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'The key for SAML messages and its certificates do not fit.',
      });
    }
  });
});
