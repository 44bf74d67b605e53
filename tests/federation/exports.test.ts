import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { decrypt, exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { refusals } from '#tests/support/imports.ts';

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
