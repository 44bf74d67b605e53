import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAccessKey } from '#local/access-key.ts';
import { freePort } from '#local/ports.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { stack } from '#tests/support/stack.ts';
import { runsHere, startChromium } from './chromium.ts';

// For the browser, this name is another machine with the address 127.0.0.1, as after DNS rebinding.
const evil = 'evil.example';
const code = readFileSync(`${import.meta.dirname}/hostile-page.js`, 'utf8');

// The page chose this pair, so it could use a key that was made from it.
const pair = newAccessKey();
const victim = 'by-a-page@example.com';
const mail = { Destination: { ToAddresses: [victim] }, Content: { Simple: { Subject: { Data: 'Hello' } } } };

// The file store also refuses what is not signed. This refusal is the guard's.
const refused = '403 text/plain';

const invocations = '/2015-03-31/functions/gatehouse-local-CreateAccessKey/invocations';
const invocationsUnheard = '/2014-11-13/functions/gatehouse-local-CreateAccessKey/invoke-async/';

const targets = [
  { part: 'the mailbox as SES', baseOf: () => stack().mailboxUrl, path: '/v2/email/outbound-emails', body: mail },
  { part: 'the mailbox as SNS', baseOf: () => stack().mailboxUrl, path: '/', body: mail },
  { part: 'the messages', baseOf: () => stack().mailboxUrl, path: '/messages', body: {} },
  { part: 'files', baseOf: () => stack().env.S3_ENDPOINT, path: '/gatehouse-files/imports/one', body: {} },
  { part: 'Lambda', baseOf: () => stack().lambdaEndpoint, path: invocations, body: pair },
  { part: 'Lambda without an answer', baseOf: () => stack().lambdaEndpoint, path: invocationsUnheard, body: pair },
] as const;

// What the browser was answered, even where it keeps that from the page.
const watch = async (page: Page): Promise<{ readonly answersOf: (url: string) => string[] }> => {
  const session = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  const answers: { readonly id: string; readonly answer: string }[] = [];
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  session.on('Network.responseReceivedExtraInfo', ({ requestId: id, statusCode, headers }) => {
    const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
    answers.push({ id, answer: `${statusCode} ${type}` });
  });
  return { answersOf: (url) => answers.filter(({ id }) => urls.get(id) === url).map(({ answer }) => answer) };
};

describe.skipIf(!runsHere)('a page of elsewhere', () => {
  let browser: Browser;
  let site: Server;
  let origin: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://${evil}:${port}`;
    site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><title>elsewhere</title><body><script>${code}</script>`);
    });
    await new Promise<void>((listening) => site.listen(port, '127.0.0.1', listening));
    browser = await startChromium(`--host-resolver-rules=MAP ${evil} 127.0.0.1`);
  });

  afterAll(async () => {
    await browser.close();
    site.closeAllConnections();
    await new Promise((closed) => site.close(closed));
  });

  const newPage = async (): Promise<Page> => (await browser.newContext()).newPage();

  const call = <Answer>(page: Page, name: 'attack' | 'read', ...given: readonly unknown[]): Promise<Answer> =>
    page.evaluate<Answer>(`${name}(...${JSON.stringify(given)})`);

  const nothingCameOfIt = async (): Promise<void> => {
    expect(await mailTo(victim)).toEqual([]);
    const { endpoint, region } = stack();
    const admin = new CognitoIdentityProviderClient({ endpoint, region, credentials: pair });
    await expect(admin.send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toThrow(
      'The security token included in the request is invalid.',
    );
  };

  it.each(targets)('is refused by $part in whatever it sends', async ({ baseOf, path, body }) => {
    const page = await newPage();
    const { answersOf } = await watch(page);
    await page.goto(origin);
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = `http://${host}:${new URL(baseOf() ?? '').port}${path}`;
      await call(page, 'attack', url, JSON.stringify(body));
      // The browser tells of the last one a moment later.
      await expect.poll(() => answersOf(url).length).toBeGreaterThan(9);
      expect(new Set(answersOf(url))).toEqual(new Set([refused]));
    }
    await nothingCameOfIt();
  });

  it.each(targets)('is refused by $part where its name means this machine', async ({ baseOf, path, body }) => {
    const page = await newPage();
    const { answersOf } = await watch(page);
    const url = `http://${evil}:${new URL(baseOf() ?? '').port}${path}`;
    await page.goto(url);
    await page.evaluate(code);
    expect(await page.evaluate('location.origin')).toBe(new URL(url).origin);
    expect(await call(page, 'read', url, { method: 'POST', body: JSON.stringify(body) })).toMatchObject({
      status: 403,
    });
    await call(page, 'attack', url, JSON.stringify(body));
    await expect.poll(() => answersOf(url).length).toBeGreaterThan(9);
    expect(new Set(answersOf(url))).toEqual(new Set([refused]));
    await nothingCameOfIt();
  });

  it('does not meet the database at any usual address', async () => {
    const { hostname, port } = new URL(stack().databaseEndpoint);
    expect(hostname).toMatch(/^127\.[1-9]\d*\.[1-9]\d*\.[1-9]\d*$/);
    const page = await newPage();
    await page.goto(origin);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', evil]) {
      expect(await call(page, 'read', `http://${host}:${port}/`)).toBe('unreadable');
    }
  });

  it('may use the API', async () => {
    const page = await newPage();
    await page.goto(origin);
    const options = {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
      },
      body: '{}',
    };
    const answer = { type: 'cors', status: 400, text: expect.stringContaining('InvalidParameterException') };
    expect(await call(page, 'read', stack().endpoint, options)).toEqual(answer);
  });

  it('is no page of the mailbox, which reads its own messages', async () => {
    const page = await newPage();
    const { mailboxUrl } = stack();
    expect((await page.goto(mailboxUrl))?.status()).toBe(200);
    await page.evaluate(code);
    expect(await call(page, 'read', `${mailboxUrl}/messages`)).toMatchObject({ type: 'basic', status: 200 });
    await page.goto(origin);
    await page.evaluate(`location.href = ${JSON.stringify(mailboxUrl)}`);
    await expect.poll(() => page.url()).toContain(mailboxUrl);
    expect(await page.content()).toContain('put the address into the address bar');
  });
});
