import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createBranding, describeBranding, png, redButton, svg } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

interface Preview {
  readonly Html: string;
  readonly Css: string;
}

// Other parts are of the same red without it.
const savedButton = /--primaryButton-defaults-backgroundColor: ?#d91515ff/;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const makeApp = async () => {
  const { poolId, clientId } = await makePool();
  const preview = (more: object): Promise<Preview> =>
    callOwn('GetBrandingPreview', { UserPoolId: poolId, ClientId: clientId, ManagedLoginVersion: 2, ...more });
  return { poolId, clientId, preview };
};

describe('GetBrandingPreview', () => {
  it('shows a style that is not saved, on top of the one that is', async () => {
    const app = await makeApp();
    const saved = await createBranding(app, { Settings: redButton });
    const Settings = { components: { form: { borderRadius: 31, logo: { enabled: true } } } };
    const image = base64(png());
    const Assets = [{ Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'PNG', Bytes: image }];
    const { Html, Css } = await app.preview({ Settings, Assets });
    expect(Css).toContain('31px');
    expect(Css).toMatch(savedButton);
    expect(Html).toContain(`data:image/png;base64,${image}`);
    expect(await describeBranding(saved)).toMatchObject({ Settings: redButton, Assets: [] });
    expect((await app.preview({ UseCognitoProvidedValues: true })).Css).not.toMatch(savedButton);
  });

  it('gives pages that do nothing: no scripts, nowhere to go, and nothing to click', async () => {
    const app = await makeApp();
    for (const ManagedLoginVersion of [1, 2]) {
      for (const Page of ['SIGN_IN', 'SIGN_UP', 'FORGOT_PASSWORD']) {
        const { Html } = await app.preview({ ManagedLoginVersion, Page });
        expect(Html).toMatch(/<body class="[^"]*" inert>/);
        expect(Html).toContain("default-src 'none'");
        expect(Html).not.toMatch(/<script|<link| style=| autofocus|javascript:/i);
        const addresses = [...Html.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, address]) => address);
        expect(new Set(addresses)).toEqual(new Set(['#']));
      }
    }
  });

  it('shows texts in their language as texts, and providers by their names', async () => {
    const app = await makeApp();
    await makeProvider(app, { ProviderName: '<b>evil</b>' });
    const names = ['COGNITO', '<b>evil</b>'];
    const more = { UserPoolId: app.poolId, ClientId: app.clientId, SupportedIdentityProviders: names };
    await adminClient().send(new UpdateUserPoolClientCommand(more));
    const Texts = { 'signIn.title': '<img src=x onerror=alert(1)>' };
    const { Html } = await app.preview({ Language: 'de', Texts });
    expect(Html).toContain('<html lang="de">');
    expect(Html).toContain('&lt;img src=x onerror=alert(1)>');
    expect(Html).not.toMatch(/<img src=x|<b>/);
  });

  it('shows classic rules and a logo', async () => {
    const app = await makeApp();
    const CSS = '.submitButton-customizable { background-color: #d91515; }';
    const { Html, Css } = await app.preview({ ManagedLoginVersion: 1, CSS, ImageFile: base64(png()) });
    expect(Css).toContain(CSS);
    expect(Html).toContain('<img class="logo-customizable" src="data:image/png;base64,');
  });

  it.each([
    [
      'a script in an image',
      { Assets: [{ Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'SVG', Bytes: base64(svg('<script/>')) }] },
    ],
    ['a member that no style has', { Settings: { components: { form: { shadow: 1 } } } }],
    ['rules that end a style sheet', { ManagedLoginVersion: 1, CSS: '</style><script>alert(1)</script>' }],
    [
      'rules that load something',
      { ManagedLoginVersion: 1, CSS: '.banner-customizable { background: url(https://evil.example) }' },
    ],
    ['rules for managed login', { CSS: '' }],
    ['settings for classic pages', { ManagedLoginVersion: 1, Settings: {} }],
    ['a text that there is not', { Texts: { nothing: 'x' } }],
    ['an unknown page', { Page: 'ADMIN' }],
  ])('refuses what saving refuses: %s', async (_what, more) => {
    const { preview } = await makeApp();
    await expect(preview(more)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is of a client that there is', async () => {
    const { preview } = await makeApp();
    await expect(preview({ ClientId: 'nobody' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
