import { gzipSync } from 'node:zlib';
import {
  DeleteManagedLoginBrandingCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createBranding, logo, png, redButton, svg } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeManagedApp } from '#tests/support/managed-login.ts';
import { makeOAuthApp } from '#tests/support/oauth.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

type Facts = NonNullable<Parameters<typeof createBranding>[1]>;

const get = (path: string): Promise<Response> => newUserAgent().get(path);

const makeStyled = async (facts: Facts) => {
  const app = await makeManagedApp(
    {},
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
  );
  const style = await createBranding(app, facts);
  return { app, style, page: await (await get(loginPath(app))).text() };
};

const sheetOn = (page: string): string => /href="(\/branding\/[^"]*\/style\.css)"/.exec(page)?.[1] ?? '';

const assets = (Category: string, ...modes: ('LIGHT' | 'DARK' | 'DYNAMIC')[]) =>
  modes.map((ColorMode, mark) => logo({ Category: Category as 'FORM_LOGO', ColorMode, Bytes: png(200, mark + 1) }));

const pathsOf = (page: string): readonly string[] =>
  [...page.matchAll(/\/branding\/[^" )]*\.png/g)].map(([path]) => path);

describe('the style of a client', () => {
  it('comes as a stylesheet after the one of all pages', async () => {
    const { page } = await makeStyled({ Settings: redButton });
    expect(page.indexOf('/assets/pages.')).toBeLessThan(page.indexOf(sheetOn(page)));
    const sheet = await get(sheetOn(page));
    expect(Object.fromEntries(sheet.headers)).toMatchObject({
      'content-type': 'text/css;charset=UTF-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(await sheet.text()).toContain('--primaryButton-defaults-backgroundColor:#d91515ff');
  });

  it('has another address when it is another one, and the former shows it, kept by nobody', async () => {
    const { app, style, page } = await makeStyled({ Settings: redButton });
    const Settings = { components: { form: { borderRadius: 3 } } };
    await adminClient().send(new UpdateManagedLoginBrandingCommand({ ...style, Settings }));
    const after = sheetOn(await (await get(loginPath(app))).text());
    expect(after).not.toBe(sheetOn(page));
    const former = await get(sheetOn(page));
    expect([former.status, former.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await former.text()).toBe(await (await get(after)).text());
    await adminClient().send(new DeleteManagedLoginBrandingCommand(style));
    expect(await get(after)).toMatchObject({ status: 404 });
    expect(sheetOn(await (await get(loginPath(app))).text())).toBe('');
  });

  it.each([
    ['LIGHT', /^:root\{color-scheme:light;[^@]*$/],
    ['DARK', /^:root\{color-scheme:dark;[^@]*$/],
    ['DYNAMIC', /^:root\{color-scheme:light;.*@media\(prefers-color-scheme:dark\)\{:root\{color-scheme:dark;/],
  ])('is %s where it says so', async (colorSchemeMode, form) => {
    const { page } = await makeStyled({ Settings: { categories: { global: { colorSchemeMode } } } });
    expect(await (await get(sheetOn(page))).text()).toMatch(form);
  });

  it('says where the form stands, and how dense the page is', async () => {
    const { page } = await makeStyled({
      Settings: {
        categories: {
          form: { location: { horizontal: 'END', vertical: 'TOP' } },
          global: { spacingDensity: 'COMPACT' },
        },
      },
    });
    expect(page).toContain('<body class="managed compact">');
    expect(page).toContain('<main class="place across-end down-start">');
  });

  it('has a header and a footer with logos, each in its mode, where they are enabled', async () => {
    const Assets = [...assets('PAGE_HEADER_LOGO', 'LIGHT', 'DARK'), ...assets('PAGE_FOOTER_LOGO', 'DYNAMIC')];
    const banners = (enabled: boolean) => ({
      categories: { global: { colorSchemeMode: 'DYNAMIC', pageHeader: { enabled }, pageFooter: { enabled } } },
      components: {
        pageHeader: { logo: { enabled: true, location: 'CENTER' } },
        pageFooter: { logo: { enabled: true } },
      },
    });
    const { page } = await makeStyled({ Settings: banners(true), Assets });
    expect(page).toMatch(
      /<header class="band header to-center"><picture><source media="\(prefers-color-scheme: dark\)" srcset="[^"]+"\/><img class="band-logo" src="[^"]+" alt\/><\/picture><\/header>/,
    );
    expect(page).toMatch(/<footer class="band footer to-start"><picture>.*<img class="band-logo"[^>]*>.*<\/footer>/);
    for (const path of pathsOf(page)) expect((await get(path)).status).toBe(200);
    expect((await makeStyled({ Settings: banners(false), Assets })).page).not.toMatch(/<header|<footer/);
  });

  it.each([
    [{ formInclusion: 'IN', position: 'TOP' }, /<div class="card"><div class="form-logo to-end">.*<h1>/],
    [
      { formInclusion: 'IN', position: 'BOTTOM' },
      /<h1>.*<div class="form-logo to-end">.*<\/div><\/div><\/div><\/main>/,
    ],
    [
      { formInclusion: 'OUT', position: 'TOP' },
      /<div class="column"><div class="form-logo to-end">.*<div class="card">/,
    ],
    [{ formInclusion: 'OUT', position: 'BOTTOM' }, /<div class="card">.*<\/div><div class="form-logo to-end">/],
  ])('has its logo where it says: %o', async (place, form) => {
    const { page } = await makeStyled({
      Settings: { components: { form: { logo: { enabled: true, location: 'END', ...place } } } },
      Assets: assets('FORM_LOGO', 'LIGHT'),
    });
    expect(page).toMatch(form);
  });

  it('has images behind page, form, header and footer, each where it is enabled', async () => {
    const Assets = ['PAGE_BACKGROUND', 'FORM_BACKGROUND', 'PAGE_HEADER_BACKGROUND', 'PAGE_FOOTER_BACKGROUND'].flatMap(
      (category) => assets(category, 'LIGHT'),
    );
    const all = {
      components: {
        form: { backgroundImage: { enabled: true } },
        pageHeader: { backgroundImage: { enabled: true } },
        pageFooter: { backgroundImage: { enabled: false } },
      },
    };
    const { page } = await makeStyled({ Settings: all, Assets });
    const css = await (await get(sheetOn(page))).text();
    for (const name of ['pageBackground', 'form', 'pageHeader']) {
      expect(css).toMatch(new RegExp(`--${name}-image:url\\(/branding/[^)]*\\.png\\)`));
    }
    expect(css).not.toContain('--pageFooter-image');
  });

  it('has icons for tabs, of the kinds that it enables', async () => {
    const Assets = [
      logo({ Category: 'FAVICON_SVG', ColorMode: 'LIGHT', Extension: 'SVG', Bytes: svg() }),
      logo({ Category: 'FAVICON_SVG', ColorMode: 'DARK', Extension: 'SVG', Bytes: svg('<circle r="2"/>') }),
    ];
    const { page } = await makeStyled({ Settings: { categories: { global: { colorSchemeMode: 'DARK' } } }, Assets });
    expect(page.match(/<link rel="icon" type="image\/svg\+xml" href="[^"]*\.svg"\/>/g)).toHaveLength(1);
    const none = await makeStyled({ Settings: { components: { favicon: { enabledTypes: ['ICO'] } } }, Assets });
    expect(none.page).toContain('<link rel="icon" href="data:,"/>');
  });

  it('orders the ways to begin, and passes over those that the pool does not have', async () => {
    const authMethodOrder = [
      [{ display: 'BUTTON', type: 'EMAIL_OTP' }],
      [
        { display: 'INPUT', type: 'USERNAME_PASSWORD' },
        { display: 'BUTTON', type: 'PASSKEY' },
      ],
    ];
    const { page } = await makeStyled({ Settings: { categories: { auth: { authMethodOrder } } } });
    expect(page).toMatch(
      /name="preferred" value="EMAIL_OTP".*<p class="divider"><span>or<\/span><\/p>.*name="username"/,
    );
    expect(page).not.toContain('value="WEB_AUTHN"');
  });

  it('is the default one where the client has none, and the page needs nothing more for it', async () => {
    const app = await makeManagedApp();
    const page = await (await get(loginPath(app))).text();
    expect(sheetOn(page)).toBe('');
    const [, path = ''] = /href="(\/assets\/[^"]*)"/.exec(page) ?? [];
    expect(await (await get(path)).text()).toContain('--primaryButton-defaults-backgroundColor:#0972d3ff');
  });

  it('shows managed login at the own host of the deployment, for a pool without a domain', async () => {
    const app = await makeOAuthApp();
    expect(await (await get(loginPath(app))).text()).toContain('<body class="classic">');
    const styled = await makeOAuthApp();
    await createBranding(styled, { UseCognitoProvidedValues: true });
    expect(await (await get(loginPath(styled))).text()).toContain('<body class="managed ');
  });
});

describe('a page of managed login', () => {
  it('weighs little, asks for two files, and for none of another host', async () => {
    const app = await makeManagedApp();
    for (const path of ['/login', '/signup', '/forgotPassword', '/confirm', '/confirmforgotPassword']) {
      const page = await (await get(loginPath(app).replace('/login', path))).text();
      const files = [...page.matchAll(/<(?:link|script|img)[^>]* (?:href|src)="(?!data:)([^"]*)"/g)].map(
        ([, address = '']) => address,
      );
      expect(files, path).toHaveLength(2);
      for (const file of files) expect(file).toMatch(/^\/assets\//);
      const styles = await (await get(files.find((file) => file.endsWith('.css')) ?? '')).text();
      const bytes = gzipSync(page).length + gzipSync(styles).length;
      expect(bytes, path).toBeLessThanOrEqual(15_000);
      const script = await (await get(files.find((file) => file.endsWith('.js')) ?? '')).text();
      expect(gzipSync(script).length).toBeLessThanOrEqual(4000);
    }
  });
});
