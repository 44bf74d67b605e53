import { describe, expect, it } from 'vitest';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { makeOAuthApp, type OAuthApp, onPages } from '#tests/support/oauth.ts';
import { makeClient, password } from '#tests/support/pools.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';
import { png, setUICustomization } from '#tests/support/ui-customization.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

const css = (color: string): string => `.submitButton-customizable:hover { color: ${color} /* "$&" */ }`;

const withDomain = async (): Promise<OAuthApp> => {
  const app = await makeOAuthApp();
  await createDomain(app.poolId, aPrefix());
  return app;
};

const pageOf = async (app: Pick<OAuthApp, 'clientId'>): Promise<string> =>
  (await newUserAgent().get(loginPath(app))).text();

// What the stylesheets say that administrators have set, in their order: those after the one of all pages.
const rulesIn = async (text: string): Promise<readonly string[]> => {
  const [common = '', ...own] = [...text.matchAll(/<link rel="stylesheet" href="([^"]*)"\/>/g)].map(([, path]) => path);
  expect(common).toMatch(/^\/assets\/pages\./);
  const sheets = await Promise.all(own.map((path = '') => newUserAgent().get(path)));
  return Promise.all(
    sheets.map((sheet) => {
      expect(sheet.headers.get('content-type')).toBe('text/css;charset=UTF-8');
      return sheet.text();
    }),
  );
};

const logosIn = (text: string): readonly (string | undefined)[] =>
  [
    ...text.matchAll(
      /<div class="banner-customizable"><center>(?:<img class="logo-customizable" src="([^"]*)" alt\/>)?<\/center>/g,
    ),
  ].map(([, address]) => address);

describe('the look of classic pages', () => {
  it('is that of the app client: its rules after those of the page, and its logo in both banners', async () => {
    const app = await withDomain();
    await setUICustomization(app.poolId, { CSS: css('red') });
    const own = await setUICustomization(app.poolId, { ClientId: app.clientId, CSS: css('blue'), ImageFile: png });

    const text = await pageOf(app);

    expect(await rulesIn(text)).toEqual([css('blue')]);
    const { pathname } = new URL(own.ImageUrl ?? '');
    expect(logosIn(text)).toEqual([pathname, pathname]);
    expect((await newUserAgent().get(pathname)).headers.get('content-type')).toBe('image/png');
  });

  it('is that of all clients where the client has none of its own', async () => {
    const app = await withDomain();
    const other = await makeClient(app.poolId, onPages);
    await setUICustomization(app.poolId, { CSS: css('red') });
    await setUICustomization(app.poolId, { ClientId: app.clientId, ImageFile: png });

    expect(await rulesIn(await pageOf(other))).toEqual([css('red')]);
    expect(logosIn(await pageOf(other))).toEqual([undefined, undefined]);
    expect(await rulesIn(await pageOf(app))).toEqual([]);
  });

  it('is the one of every page where nothing is set', async () => {
    const app = await makeOAuthApp();
    const text = await pageOf(app);
    expect(await rulesIn(text)).toEqual([]);
    expect(logosIn(text)).toEqual([undefined, undefined]);
  });

  it('is the same on the pages after the first one', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    const user = await makeTotpUser(pool);
    await createDomain(pool.poolId, aPrefix());
    await setUICustomization(pool.poolId, { CSS: css('green'), ImageFile: png });
    const agent = newUserAgent();

    const asked = await submit(agent, await agent.get(loginPath(pool)), { username: user.username, password });

    const text = await asked.text();
    expect(text).toContain('authentication_code');
    expect(await rulesIn(text)).toEqual([css('green')]);
    expect(logosIn(text)).toHaveLength(2);
    expect(logosIn(text)[0]).toContain('/assets/images/image.png');
  });
});
