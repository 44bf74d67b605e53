import { extname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { get } from '#tests/support/discovery.ts';
import { makeManagedApp } from '#tests/support/managed-login.ts';
import { makeOAuthApp } from '#tests/support/oauth.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';

const addressesOn = (text: string): string[] =>
  [...text.matchAll(/"(\/assets\/pages\.[^"]+)"/g)].map(([, address = '']) => address);

const addresses = async (): Promise<string[]> =>
  addressesOn(await (await get(loginPath(await makeOAuthApp()))).text()).sort((one, other) =>
    extname(one).localeCompare(extname(other)),
  );

describe('the files of pages', () => {
  it('are what their names say, and may be kept for a year', async () => {
    const found = await Promise.all((await addresses()).map((address) => get(address)));

    expect(found.map(({ status }) => status)).toEqual([200, 200]);
    expect(found.map(({ headers }) => headers.get('content-type'))).toEqual([
      'text/css;charset=UTF-8',
      'text/javascript;charset=UTF-8',
    ]);
    for (const { headers } of found) {
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('may be asked for their headers alone', async () => {
    const [stylesheet] = await addresses();
    const answer = await fetch(`${stack().endpoint}${stylesheet}`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('have a script for apps, at a path that stays', async () => {
    const answer = await get('/assets/amazon-cognito-advanced-security-data.min.js');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.headers.get('content-type')).toBe('text/javascript;charset=UTF-8');
    expect(await answer.text()).toContain('window.AmazonCognitoAdvancedSecurityData');
  });

  it.each([
    ['classic', makeOAuthApp],
    ['managed', makeManagedApp],
  ] as const)('have it on %s pages only where threat protection is on', async (_, makeApp) => {
    const script = /"(\/assets\/security-data\.[\da-f]{16}\.js)"/;
    const pageOf = async (settings: Parameters<typeof makeApp>[1]) =>
      (await get(loginPath(await makeApp({}, settings)))).text();
    expect(await pageOf({})).not.toMatch(script);
    const [, path = ''] = script.exec(await pageOf({ UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } })) ?? [];
    const answer = await get(path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  it('are those of today for a page of yesterday, which nobody keeps', async () => {
    const [stylesheet = ''] = await addresses();
    const answer = await get(stylesheet.replace(/[\da-f]{16}/, '0'.repeat(16)));
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await answer.text()).toBe(await (await get(stylesheet)).text());
  });

  it.each([
    '/assets/pages.css',
    '/assets/other.0000000000000000.css',
    '/assets/pages.0000000000000000.map',
    '/assets/x',
  ])('are no others: %s', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });
});
