import { describe, expect, it } from 'vitest';
import { allowDevices, pollDevice, startDevice } from '#tests/support/device-grant.ts';
import { type FederatedApp, makeScriptedApp, tokensFor } from '#tests/support/federation.ts';
import { callback, locationOf, postForm } from '#tests/support/oauth.ts';
import { visit } from '#tests/support/upstream/visit.ts';
import { newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const ada = JSON.stringify({ sub: 'ada', email: 'ada@example.com', name: 'Ada' });

/** Follows the way to the provider of the app and back, and gives where the browser is led then. */
const throughProvider = async (agent: UserAgent, query: Readonly<Record<string, string>>): Promise<string> => {
  const left = await agent.get(`/oauth2/authorize?${new URLSearchParams(query)}`);
  const { headers } = await visit(locationOf(left).href);
  const { pathname, search } = new URL(headers.location ?? '');
  return (await agent.get(`${pathname}${search}`)).headers.get('location') ?? '';
};

const through = ({ provider }: FederatedApp) => ({ identity_provider: provider, login_hint: ada });

describe('a sign-in through a provider', () => {
  it('is reached by a pushed request, and gives the app its code', async () => {
    const app = await makeScriptedApp();
    const client_id = app.clientId;
    const asked = { client_id, response_type: 'code', redirect_uri: callback, scope: 'openid', state: 'pushed' };
    const pushed = await postForm('/oauth2/par', { ...asked, ...through(app) });
    const { request_uri }: { request_uri: string } = JSON.parse(await pushed.text());
    const back = new URL(await throughProvider(newUserAgent(), { client_id, request_uri }));
    expect(back.searchParams.get('state')).toBe('pushed');
    expect((await tokensFor(app, back)).claims).toMatchObject({ aud: client_id });
  });

  it('connects a device, once the user has allowed it', async () => {
    const app = await makeScriptedApp();
    await allowDevices(app);
    const codes = await startDevice(app);
    const agent = newUserAgent();
    const asked = { client_id: app.clientId, response_type: 'device_code', user_code: codes.user_code };
    const back = await throughProvider(agent, { ...asked, ...through(app) });
    expect(back).toBe(`/device?user_code=${codes.user_code}`);
    await submit(agent, await agent.get(back), { answer: 'allow' });
    expect(await pollDevice(app, codes)).toHaveProperty('access_token');
  });
});
