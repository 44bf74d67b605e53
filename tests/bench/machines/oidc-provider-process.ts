/**
 * oidc-provider as its documentation says, with what a pool has: a key of 2,048 bits for RS256, access tokens that are JWTs,
 * and one client with a secret. Its adapter is the one that comes with it, in memory.
 */
import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { FOLDER = '', PORT = '', clientId, clientSecret, identifier, scope } = process.env;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' };

const module: unknown = await import(pathToFileURL(path.join(FOLDER, 'node_modules/oidc-provider/lib/index.js')).href);
const Provider: unknown = Reflect.get(Object(module), 'Provider');
if (typeof Provider !== 'function') throw new Error('oidc-provider has no Provider.');

const provider: unknown = Reflect.construct(Provider, [
  `http://127.0.0.1:${PORT}`,
  {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => identifier,
        getResourceServerInfo: () => ({
          scope,
          accessTokenTTL: 3600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  },
]);
const listen: unknown = Reflect.get(Object(provider), 'listen');
if (typeof listen !== 'function') throw new Error('oidc-provider does not listen.');
listen.call(provider, Number(PORT), '127.0.0.1');
