import { describe, expect, it } from 'vitest';
import { makeScriptedApp } from '#tests/support/federation.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { goOn, readTest, startTest } from '#tests/support/provider-tests.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const pathOf = ({ TestUrl }: { readonly TestUrl: string }): string => TestUrl.replace(/^https?:\/\/[^/]+/, '');

describe('AdminStartProviderTest', () => {
  it('gives an address that says what is told to whom, before anybody goes to the provider', async () => {
    const app = await makeScriptedApp();
    const started = await startTest(app);
    const answer = await newUserAgent().get(pathOf(started));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Everything that Corporate tells about you will be shown');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await readTest(app, started)).toEqual({
      Status: 'WAITING',
      ProviderName: 'Corporate',
      ClientId: app.clientId,
    });
  });

  it('leads one browser to the provider, once', async () => {
    const app = await makeScriptedApp();
    const started = await startTest(app);
    const [one, other] = [newUserAgent(), newUserAgent()];
    const pages = [await one.get(pathOf(started)), await other.get(pathOf(started))];
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    const answers = await Promise.all([goOn(one, started), goOn(other, started).catch(() => undefined)]);
    const led = answers.filter((answer) => answer?.status === 302);
    expect(led.map((answer) => answer?.headers.get('location'))).toEqual([expect.stringContaining(app.issuer ?? '?')]);
    expect(await readTest(app, started)).toMatchObject({ Status: 'AT_PROVIDER' });
    expect(await (await newUserAgent().get(pathOf(started))).text()).toContain('The test has expired.');
  });

  it('goes nowhere for a form of another site, after ten minutes, or with an address that was made up', async () => {
    const app = await makeScriptedApp();
    const started = await startTest(app);
    const elsewhere = newUserAgent({ headers: { 'sec-fetch-site': 'cross-site' } });
    expect((await goOn(elsewhere, started)).status).toBe(200);
    expect((await newUserAgent().post(pathOf(started), {})).status).toBe(200);
    expect((await newUserAgent({ ahead: 601_000 }).get(pathOf(started))).status).toBe(400);
    const changed = `${pathOf(started).slice(0, -2)}AA`;
    expect((await newUserAgent().get(changed)).status).toBe(400);
    expect((await newUserAgent().get('/providerTest?test=x')).headers.get('location')).toContain('/error?');
    expect(await readTest(app, started)).toMatchObject({ Status: 'WAITING' });
  });

  it('is of a provider, an app client and a pool that there are', async () => {
    const app = await makeScriptedApp();
    const other = await makeScriptedApp();
    const asked = { UserPoolId: app.poolId, ClientId: app.clientId, ProviderName: app.provider };
    for (const wrong of [{ ProviderName: 'Nobody' }, { ClientId: other.clientId }]) {
      await expect(callOwn('AdminStartProviderTest', { ...asked, ...wrong })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });
});
