import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const given = {
  ClientIdMetadataDocuments: 'ENABLED',
  AllowedDocumentHosts: ['agents.example.com', '*.example.org'],
  DeniedDocumentHosts: ['old.example.org'],
  SupportedIdentityProviders: ['COGNITO'],
  MaxClients: 10,
  HourlyRegistrations: 5,
  IdleDays: 7,
};

describe('SetUserPoolRegistrationSettings', () => {
  it('answers what holds, and forgets what it is not given', async () => {
    const { poolId: UserPoolId } = await makePool();
    const set = (more: object) => callOwn('SetUserPoolRegistrationSettings', { UserPoolId, ...more });
    expect(await set(given)).toEqual({ UserPoolId, ...given });
    expect(await set({ IdleDays: 30 })).toMatchObject({ ClientIdMetadataDocuments: 'DISABLED', MaxClients: 1000 });
  });

  it('is not undone by an update of the pool', async () => {
    const { poolId: UserPoolId } = await makePool();
    await callOwn('SetUserPoolRegistrationSettings', { UserPoolId, ...given });
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId }));
    expect(await callOwn('GetUserPoolRegistrationSettings', { UserPoolId })).toEqual({ UserPoolId, ...given });
  });

  it.each([
    ['a provider that the pool does not have', { SupportedIdentityProviders: ['Nobody'] }],
    ['no place at all', { MaxClients: 0 }],
    ['an end after a day', { IdleDays: 1 }],
    ['hosts of which there are none', { AllowedDocumentHosts: [] }],
    ['a URL for a host', { AllowedDocumentHosts: ['https://example.com'] }],
    ['a host with a port', { DeniedDocumentHosts: ['example.com:443'] }],
    ['a star within a name', { DeniedDocumentHosts: ['a*.example.com'] }],
    ['a host that no URL has so', { AllowedDocumentHosts: ['Example.com'] }],
    ['another word', { ClientIdMetadataDocuments: 'YES' }],
  ])('refuses %s', async (_what, settings) => {
    const { poolId: UserPoolId } = await makePool();
    await expect(callOwn('SetUserPoolRegistrationSettings', { UserPoolId, ...settings })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
