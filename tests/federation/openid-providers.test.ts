import { describe, expect, it } from 'vitest';
import {
  type FederatedApp,
  idpResponse,
  leaveFor,
  makeFederatedApp,
  openIdGiven,
  tokensFor,
} from '#tests/support/federation.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { secretFor } from '#tests/support/upstream/exchange.ts';
import { clientIdFor, type ProviderShape, shapeIssuer } from '#tests/support/upstream/oidc-providers.ts';
import { signInUpstream } from '#tests/support/upstream/visit.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const ada = { sub: 'ada', email: 'ada@example.com', email_verified: true, name: 'Ada King' };

const givenFor =
  (shape: ProviderShape, more: Readonly<Record<string, string>> = {}) =>
  (pool: TestPool) => {
    const isByKey = shape === 'private-key-jwt';
    // The pool publishes the key by which it proves itself.
    const keys = isByKey && { jwksUri: `${stack().endpoint}/${pool.poolId}/.well-known/jwks.json` };
    const client_id = clientIdFor({ redirectUri: idpResponse(), ...keys });
    const { ProviderDetails, ...given } = openIdGiven(shapeIssuer(outboundHost(), shape));
    const { client_secret: _secret, ...details }: Record<string, string> = { ...ProviderDetails, client_id, ...more };
    return { ...given, ProviderDetails: { ...details, ...(!isByKey && { client_secret: secretFor(client_id) }) } };
  };

const signInAt = async (app: FederatedApp, user: object): Promise<URL> => {
  const agent = newUserAgent();
  const { pathname, search } = await signInUpstream(locationOf(await leaveFor(agent, app)).href, user);
  return locationOf(await agent.get(`${pathname}${search}`));
};

describe('a sign-in through a provider made of oidc-provider', () => {
  it.each([
    ['usual', 'ada'],
    ['ec-keys', 'ada'],
    ['pairwise', 'pairwise of ada'],
    ['no-userinfo', 'ada'],
    ['basic-only', 'ada'],
    ['private-key-jwt', 'ada'],
  ] as const)('whose shape is %s', async (shape, subject) => {
    const app = await makeFederatedApp(givenFor(shape));
    const first = await tokensFor(app, await signInAt(app, ada));
    expect(first.claims).toMatchObject({
      email: ada.email,
      name: ada.name,
      'cognito:username': `Corporate_${subject}`,
      identities: [{ userId: subject, providerName: 'Corporate', providerType: 'OIDC' }],
    });
    const later = await tokensFor(app, await signInAt(app, { ...ada, name: 'Ada Lovelace' }));
    expect(later.claims).toMatchObject({ sub: first.claims.sub, name: 'Ada Lovelace' });
  });

  it('asks for attributes by POST where that is set', async () => {
    const app = await makeFederatedApp(givenFor('usual', { attributes_request_method: 'POST' }));
    expect((await tokensFor(app, await signInAt(app, ada))).claims).toMatchObject({ email: ada.email });
  });

  it('is refused with another secret', async () => {
    const app = await makeFederatedApp((pool) => {
      const given = givenFor('usual')(pool);
      return { ...given, ProviderDetails: { ...given.ProviderDetails, client_secret: 'another' } };
    });
    expect((await signInAt(app, ada)).searchParams.get('error_description')).toBe(
      'Corporate Error - 401 error getting token',
    );
  });
});
