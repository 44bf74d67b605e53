import { createHash } from 'node:crypto';
import { admin, http, type Leg } from '../step.ts';
import { makeClient, makePool } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const client = { ...pool, ClientId: '{{client}}' };
const style = { ...pool, ManagedLoginBrandingId: '{{style}}' };
const nobody = { ...pool, ManagedLoginBrandingId: '00000000-0000-4000-8000-000000000000' };
const svg = (inside: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${inside}</svg>`).toString('base64');
const circle = '<circle cx="4" cy="4" r="4"/>';
const digest = createHash('sha256')
  .update(Buffer.from(svg(circle), 'base64'))
  .digest('hex');
const image = `{{endpoint}}/branding/{{pool}}/{{style}}/${digest}.svg`;
const logo = (inside = circle) => ({
  Assets: [{ Category: 'FORM_LOGO', ColorMode: 'DYNAMIC', Extension: 'SVG', Bytes: svg(inside) }],
});
const round = { Settings: { components: { form: { borderRadius: 20 } } } };
const notFound = { refused: 'ResourceNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** A style of managed login: made, changed, looked at, and deleted, once with its client. */
export const branding: Leg = {
  name: 'branding',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('GetBrandingPreview', 'a style that is not saved', { ...client, ManagedLoginVersion: 2, ...round }),
    admin(
      'GetBrandingPreview',
      'rules for managed login',
      { ...client, ManagedLoginVersion: 2, CSS: '' },
      badParameter,
    ),
    admin(
      'CreateManagedLoginBranding',
      'a logo and round corners',
      { ...client, ...round, ...logo() },
      { keep: { style: 'ManagedLoginBranding.ManagedLoginBrandingId' } },
    ),
    admin('CreateManagedLoginBranding', 'another one', client, { refused: 'ManagedLoginBrandingExistsException' }),
    admin('DescribeManagedLoginBranding', 'what was set', style),
    admin('DescribeManagedLoginBranding', 'the whole style', { ...style, ReturnMergedResources: true }),
    admin('DescribeManagedLoginBranding', 'none', nobody, notFound),
    admin('DescribeManagedLoginBrandingByClient', 'of the client', client),
    http('the logo', { url: image }),
    http('the stylesheet', { url: '{{endpoint}}/branding/{{pool}}/{{style}}/0000000000000000/style.css' }),
    admin('UpdateManagedLoginBranding', 'dark', {
      ...style,
      Settings: { categories: { global: { colorSchemeMode: 'DARK' } } },
    }),
    admin('UpdateManagedLoginBranding', 'an unknown setting', { ...style, Settings: { css: '' } }, badParameter),
    admin('UpdateManagedLoginBranding', 'a logo with a script', { ...style, ...logo('<script/>') }, badParameter),
    admin('UpdateManagedLoginBranding', 'the default style', { ...style, UseCognitoProvidedValues: true }),
    http('the logo of the default style', { url: image, status: 404 }),
    admin('DeleteManagedLoginBranding', 'the style', style),
    admin('DeleteManagedLoginBranding', 'the style again', style, notFound),
    admin('DescribeManagedLoginBrandingByClient', 'of a client without one', client, notFound),
    makeClient({}, 'other'),
    admin(
      'CreateManagedLoginBranding',
      'the default style of another client',
      { ...pool, ClientId: '{{other}}', UseCognitoProvidedValues: true },
      { keep: { style: 'ManagedLoginBranding.ManagedLoginBrandingId' } },
    ),
    admin('DeleteUserPoolClient', 'the other client', { ...pool, ClientId: '{{other}}' }),
    admin('DescribeManagedLoginBranding', 'the style of the deleted client', style, notFound),
  ],
};
