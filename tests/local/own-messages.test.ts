import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { messagesPath } from '#local/mailbox/own-messages.ts';
import { publicClient } from '#tests/support/clients.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const email = anEmail();

// fetch names its own Host, and no Sec-Fetch-Site.
const ask = async (headers: Readonly<Record<string, string>>, method = 'GET') => {
  const { hostname, port } = new URL(stack().endpoint);
  const { promise, resolve, reject } = Promise.withResolvers<{ status?: number; body: string; cors?: string }>();
  request(
    { hostname, port, method, headers, path: `${messagesPath}?${new URLSearchParams({ to: email })}` },
    (answer) => {
      const { statusCode: status = 0 } = answer;
      const cors = String(answer.headers['access-control-allow-origin']);
      text(answer).then((body) => resolve({ status, body, cors }), reject);
    },
  )
    .once('error', reject)
    .end();
  return promise;
};

describe('the mailbox at the edge', () => {
  beforeAll(async () => {
    const { clientId: ClientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    const UserAttributes = [{ Name: 'email', Value: email }];
    await publicClient().send(new SignUpCommand({ ClientId, Username: 'ada', Password: password, UserAttributes }));
  });

  it('tells messages to pages of its own address, and lets nobody else read them', async () => {
    const { body, status, cors } = await ask({ 'sec-fetch-site': 'same-origin' });
    expect({ status, cors }).toEqual({ status: 200, cors: 'undefined' });
    expect(JSON.parse(body)).toMatchObject([{ to: email, channel: 'EMAIL', code: expect.stringMatching(/^\d{6}$/) }]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of another port', { 'sec-fetch-site': 'same-site' }],
    ['of another origin', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:1' }],
    ['whose name was made to mean this machine', { 'sec-fetch-site': 'same-origin', host: 'evil.example' }],
    ['of a browser that does not say', {}],
  ])('refuses a page %s', async (_what, headers) => {
    const { status, body } = await ask(headers);
    expect(status).toBe(403);
    expect(body).not.toContain(email);
  });

  it('changes nothing', async () => {
    expect((await ask({ 'sec-fetch-site': 'same-origin' }, 'DELETE')).status).toBe(405);
    expect((await ask({ 'sec-fetch-site': 'same-origin' })).body).toContain(email);
  });
});
