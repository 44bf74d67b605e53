import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ClientKeyPair, jwksOf, newEcKeys, newEdKeys, newRsaKeys } from '#tests/support/client-keys.ts';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, type TestPool } from '#tests/support/pools.ts';

const privateKeyJwt = { TokenEndpointAuthMethod: 'private_key_jwt' };
const jwks = (...keys: readonly ClientKeyPair[]): string => JSON.stringify(jwksOf(...keys));

describe('SetUserPoolClientOAuthSettings', () => {
  let pool: TestPool;

  beforeAll(async () => {
    pool = await makePool();
  });

  const set = (settings: object, { clientId: ClientId, poolId: UserPoolId } = pool) =>
    callOwn<object>('SetUserPoolClientOAuthSettings', { UserPoolId, ClientId, ...settings });

  it('answers what holds, and forgets what it is not given', async () => {
    const client = await makePool();
    const ids = { UserPoolId: client.poolId, ClientId: client.clientId };
    const given = {
      RequirePkce: true,
      DpopBoundAccessTokens: true,
      RequirePushedAuthorizationRequests: true,
      GrantTypes: ['urn:ietf:params:oauth:grant-type:device_code'],
      ...privateKeyJwt,
      JwksUri: 'https://example.com/keys',
      UnregisteredResource: 'AS_COGNITO',
      BackchannelLogoutUri: 'https://example.com/logout?of=gatehouse',
      BackchannelLogoutSessionRequired: true,
      OwnPages: { SignInUrl: 'https://app.example.com/sign-in?of=gatehouse' },
    };
    expect(await set(given, client)).toEqual({ ...ids, ...given });
    expect(await callOwn('GetUserPoolClientOAuthSettings', ids)).toEqual({ ...ids, ...given });
    expect(await set({}, client)).toEqual({
      ...ids,
      RequirePkce: false,
      DpopBoundAccessTokens: false,
      RequirePushedAuthorizationRequests: false,
      GrantTypes: [],
      UnregisteredResource: 'REFUSE',
      BackchannelLogoutSessionRequired: false,
    });
  });

  it.each([
    ['http://app.example.com/', 'is to be an https URL'],
    ['myapp://sign-in', 'is to be an https URL'],
    ['/sign-in', 'is to be an https URL'],
    ['https://user@app.example.com/', 'is to have no credentials'],
    ['https://app.example.com/#top', 'is to have no fragment'],
    ['https://app.example.com/?transaction=1', 'is to have no parameter transaction'],
    ['https://app.example.com/ä', 'has characters that a URI can not have'],
  ])('refuses %s as a page of the app', async (SignInUrl, reason) => {
    await expect(set({ OwnPages: { SignInUrl } })).rejects.toThrow(`OwnPages.SignInUrl ${reason}`);
  });

  it.each(['http://localhost:3000/sign-in', 'http://127.0.0.1:3000/', 'http://[::1]/', 'https://app.example.com'])(
    'takes %s as a page of the app',
    async (SignInUrl) => {
      expect(await set({ OwnPages: { SignInUrl } })).toMatchObject({ OwnPages: { SignInUrl } });
    },
  );

  it('is not undone by an update of the client', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool();
    const ids = { UserPoolId, ClientId };
    const given = { ...privateKeyJwt, Jwks: jwks(newEcKeys()), RequirePkce: true };
    await callOwn('SetUserPoolClientOAuthSettings', { ...ids, ...given });
    await adminClient().send(new UpdateUserPoolClientCommand({ ...ids, ClientName: 'other' }));
    expect(await callOwn('GetUserPoolClientOAuthSettings', ids)).toMatchObject(given);
  });

  it('takes public keys of every kind by which a client may prove itself', async () => {
    const Jwks = jwks(newRsaKeys(), newEcKeys(), newEdKeys());
    expect(await set({ ...privateKeyJwt, Jwks })).toMatchObject({ Jwks });
    // A key alone needs no name.
    await expect(set({ ...privateKeyJwt, Jwks: jwks(newEcKeys({})) })).resolves.toBeDefined();
  });

  it('lets a client without a secret be a machine, as long as it proves itself by a key', async () => {
    const machine = { poolId: pool.poolId, ...(await makeClient(pool.poolId)), clientSecret: undefined };
    await set({ ...privateKeyJwt, Jwks: jwks(newEcKeys()) }, machine);
    const flows = { AllowedOAuthFlows: ['client_credentials' as const] };
    await adminClient().send(
      new UpdateUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: machine.clientId, ...flows }),
    );
    await expect(set({}, machine)).rejects.toMatchObject({ name: 'InvalidOAuthFlowException' });
  });

  it.each([
    ['neither keys nor their address', privateKeyJwt, /takes either JwksUri or Jwks\.$/],
    [
      'both',
      { ...privateKeyJwt, JwksUri: 'https://example.com', Jwks: jwks(newEcKeys()) },
      /takes either JwksUri or Jwks\.$/,
    ],
    ['keys without the method', { Jwks: jwks(newEcKeys()) }, /are for the TokenEndpointAuthMethod private_key_jwt\.$/],
    ['a receiver by http', { BackchannelLogoutUri: 'http://example.com/' }, /^BackchannelLogoutUri is to be an https/],
    [
      'a receiver at a port',
      { BackchannelLogoutUri: 'https://example.com:8443/' },
      /that the setting outboundHosts names/,
    ],
    ['a receiver with a password', { BackchannelLogoutUri: 'https://a:b@example.com/' }, /^BackchannelLogoutUri is to/],
    [
      'a receiver with a fragment',
      { BackchannelLogoutUri: 'https://example.com/#a' },
      /^BackchannelLogoutUri is to be/,
    ],
    ...[
      '[::1]',
      '127.0.0.1',
      '0x7f000001',
      '[::ffff:127.0.0.1]',
      '[fd00::1]',
      '169.254.169.254',
      'localhost',
      'localhost.',
      'id.localhost',
      'printer.local',
    ].map((host): [string, object, RegExp] => [
      `a receiver at ${host}`,
      { BackchannelLogoutUri: `https://${host}/logout` },
      /^BackchannelLogoutUri is to be an https URL of a host on the internet/,
    ]),
    [
      'sessions for nobody',
      { BackchannelLogoutSessionRequired: true },
      /is for clients with a BackchannelLogoutUri\.$/,
    ],
    ['http', { ...privateKeyJwt, JwksUri: 'http://example.com/' }, /^JwksUri is to be an https URL/],
    ['an address within the network', { ...privateKeyJwt, JwksUri: 'https://10.0.0.1/' }, /^JwksUri is to be an https/],
    ['a port', { ...privateKeyJwt, JwksUri: 'https://example.com:8443/' }, /^JwksUri is to be an https URL/],
    ['a password', { ...privateKeyJwt, JwksUri: 'https://a:b@example.com/' }, /^JwksUri is to be an https URL/],
    ['no JSON', { ...privateKeyJwt, Jwks: '{' }, /^Jwks is no JSON Web Key Set/],
    ['no set', { ...privateKeyJwt, Jwks: '[]' }, /^Jwks is no JSON Web Key Set/],
    ['no key', { ...privateKeyJwt, Jwks: '{"keys":[]}' }, /^Jwks is to have 1 to 10 keys\.$/],
    [
      'null as key',
      { ...privateKeyJwt, Jwks: '{"keys":[null]}' },
      /^Key 1 of Jwks can not be used: it is no object\.$/,
    ],
    [
      'a symmetric key',
      { ...privateKeyJwt, Jwks: '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}' },
      /^Key 1 of Jwks can not be used: it is not public\.$/,
    ],
    [
      'a private key',
      { ...privateKeyJwt, Jwks: JSON.stringify({ keys: [newEcKeys().privateKey.export({ format: 'jwk' })] }) },
      /^Key 1 of Jwks can not be used: it is not public\.$/,
    ],
    ['a short key', { ...privateKeyJwt, Jwks: jwks(newRsaKeys({}, 1024)) }, /it is no RSA key of 2048 to 8192 bits/],
    ['a key for encryption', { ...privateKeyJwt, Jwks: jwks(newRsaKeys({ use: 'enc' })) }, /its use is not to verify/],
    ['another algorithm', { ...privateKeyJwt, Jwks: jwks(newRsaKeys({ alg: 'HS256' })) }, /it is no RSA key/],
    ['a number as kid', { ...privateKeyJwt, Jwks: jwks(newEcKeys({ kid: 1 })) }, /its kid is no text\.$/],
    [
      'a kid twice',
      { ...privateKeyJwt, Jwks: jwks(newEcKeys(), newEcKeys()) },
      /^Two keys of Jwks have the same kid\.$/,
    ],
    ['keys without kid', { ...privateKeyJwt, Jwks: jwks(newEcKeys({}), newEcKeys()) }, /each is to have a kid\.$/],
  ])('refuses %s', async (_what, settings, message) => {
    await expect(set(settings)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('refuses another method and more text than there is room for', async () => {
    for (const settings of [
      { TokenEndpointAuthMethod: 'client_secret_jwt' },
      { UnregisteredResource: 'IGNORE' },
      { BackchannelLogoutUri: `https://example.com/${'a'.repeat(2048)}` },
      { ...privateKeyJwt, Jwks: ' '.repeat(16_385) },
      { ...privateKeyJwt, JwksUri: `https://example.com/${'a'.repeat(2048)}` },
    ]) {
      await expect(set(settings)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('refuses a client of another pool', async () => {
    const { poolId } = await makePool();
    await expect(set({}, { ...pool, poolId })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
