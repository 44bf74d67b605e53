import { ListUsersCommand, UpdateIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { leaveFor, makeScriptedApp } from '#tests/support/federation.ts';
import { authorizePath, locationOf } from '#tests/support/oauth.ts';
import { goOn, readTest, returnFromTest, startTest, testAs } from '#tests/support/provider-tests.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { makeSamlPool, providerName } from '#tests/support/saml/saml-pool.ts';
import { receivedRequest, samlAnswer } from '#tests/support/saml/saml-sign-in.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const ada = { sub: 'Ada-1', email: 'ada@example.com', name: 'Ada <b>', access_token: 'never told', groups: ['a', 'b'] };

const usersOf = async ({ poolId }: { readonly poolId: string }) =>
  (await adminClient().send(new ListUsersCommand({ UserPoolId: poolId }))).Users;

describe('AdminGetProviderTest', () => {
  it('tells, once, what the provider says and what a new user would have, and makes nobody', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    const started = await startTest(app);
    const ended = await agent.get(await returnFromTest(agent, started, ada));
    expect(await ended.text()).toContain('Nobody was signed in.');
    const stored = JSON.stringify(await itemsAbout(`PROVIDER_TEST#${app.poolId}`));
    expect(stored).toContain('SUCCEEDED');
    expect(stored).not.toMatch(new RegExp(`ada@example|${started.TestId}`));
    const told = await readTest(app, started);
    expect(told).toMatchObject({ Status: 'SUCCEEDED', Subject: 'Ada-1', ClaimsLeftOut: 0, Faults: [] });
    expect(told.Claims).toContainEqual({ Name: 'groups', Value: '["a","b"]' });
    expect(JSON.stringify(told)).not.toContain('never told');
    expect(told.UserAttributes).toHaveLength(3);
    expect(told.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'email', Value: 'ada@example.com' },
        { Name: 'name', Value: 'Ada <b>' },
        { Name: 'email_verified', Value: 'false' },
      ]),
    );
    await expect(readTest(app, started)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await usersOf(app)).toEqual([]);
    // The browser has no session: it is led to the sign-in page.
    expect(locationOf(await agent.get(authorizePath(app))).pathname).toBe('/login');
  });

  it('tells no token either where it is mapped to an attribute', async () => {
    const kept = { Name: 'kept', AttributeDataType: 'String', Mutable: true } as const;
    const app = await makeScriptedApp({}, {}, { Schema: [kept] });
    const { poolId: UserPoolId, provider: ProviderName } = app;
    const AttributeMapping = { email: 'email', 'custom:kept': 'access_token' };
    await adminClient().send(new UpdateIdentityProviderCommand({ UserPoolId, ProviderName, AttributeMapping }));
    const told = await testAs(app, { ...ada, idToken: 'never told' });
    expect(JSON.stringify(told)).not.toContain('never told');
    expect(told.UserAttributes).toContainEqual({ Name: 'custom:kept', Value: '…' });
  });

  it('says which attributes the provider did not send, and for which nobody would be signed in', async () => {
    const email = { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true } as const;
    const app = await makeScriptedApp({}, {}, { Schema: [email] });
    expect(await testAs(app, { sub: 'Ada-1', name: 'Ada' })).toMatchObject({
      Status: 'FAILED',
      Skipped: [{ Name: 'email', Claim: 'email', Reason: 'The provider did not send it.' }],
      Faults: [{ Name: 'email', Claim: 'email', Reason: 'The attribute is required.' }],
    });
  });

  it('tells the refusal of a provider, and of its answer, in the words that an app would get', async () => {
    const turnedBack = await makeScriptedApp({ back: { code: null, error: 'access_denied' } });
    expect(await testAs(turnedBack, ada)).toMatchObject({ Status: 'FAILED', Error: { Code: 'access_denied' } });
    const forged = await makeScriptedApp({ signature: 'other key' });
    expect(await testAs(forged, ada)).toMatchObject({
      Status: 'FAILED',
      Error: { Code: 'invalid_request' },
      Claims: [],
    });
    const away = await makeScriptedApp({ discovery: { status: 503 } });
    const started = await startTest(away);
    expect((await goOn(newUserAgent(), started)).status).toBe(200);
    const { Status, Error: told } = await readTest(away, started);
    expect({ Status, Message: told?.Message }).toEqual({ Status: 'FAILED', Message: expect.stringContaining('503') });
  });

  it('takes the answer of the browser that left alone, once, and no answer of a sign-in', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    const started = await startTest(app);
    const back = await returnFromTest(agent, started, ada);
    expect(locationOf(await newUserAgent().get(back)).pathname).toBe('/error');
    expect((await agent.get(back)).status).toBe(200);
    expect(locationOf(await agent.get(back)).pathname).toBe('/error');
    // The state of a sign-in leads to the app, and that of a test never does.
    const left = locationOf(await leaveFor(agent, app));
    expect(left.searchParams.get('state')).not.toBe(new URL(back, 'https://x').searchParams.get('state'));
    expect(await readTest(app, started)).toMatchObject({ Status: 'SUCCEEDED' });
  });

  it('reads SAML as well: an assertion of a test signs nobody in later', async () => {
    const pool = { ...(await makeSamlPool()), provider: providerName };
    const agent = newUserAgent();
    const started = await startTest(pool);
    const { id, relayState } = receivedRequest(locationOf(await goOn(agent, started)));
    const answer = samlAnswer(pool, { attributes: { mail: ['ada@example.com'] } }, { requestId: id });
    const form = { SAMLResponse: Buffer.from(answer).toString('base64'), RelayState: relayState };
    expect(await (await agent.post('/saml2/idpresponse', form)).text()).toContain('The test is over.');
    const told = await readTest(pool, started);
    expect(told).toMatchObject({ Status: 'SUCCEEDED', Claims: [{ Name: 'mail', Value: 'ada@example.com' }] });
    expect(locationOf(await agent.post('/saml2/idpresponse', form)).pathname).toBe('/error');
    expect(await usersOf(pool)).toEqual([]);
  });

  it('is over after ten minutes, and of one pool', async () => {
    const app = await makeScriptedApp();
    const started = await startTest(app);
    const none = { name: 'ResourceNotFoundException' };
    await expect(readTest(app, started, { ahead: 601_000 })).rejects.toMatchObject(none);
    await expect(readTest(await makeScriptedApp(), started)).rejects.toMatchObject(none);
    await expect(readTest(app, { TestId: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await readTest(app, started)).toMatchObject({ Status: 'WAITING' });
  });
});
