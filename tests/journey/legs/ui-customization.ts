import { admin, http, type Leg } from '../step.ts';
import { makePool } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const ofClient = { ...pool, ClientId: '{{client}}' };
const css = (color: string) => ({ CSS: `.submitButton-customizable:hover { color: ${color}; }` });
const logo = {
  ImageFile: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
};
// The digests of what they are.
const logoUrl = '{{endpoint}}/{{pool}}/{{client}}/6b7fa434f92a8b80aab02d9bf1a12e49/assets/images/image.png';
const rulesUrl = '{{endpoint}}/{{pool}}/{{client}}/56c7dc9325b1335ea76ea3d03b06e691/assets/CSS/custom-css.css';
const notFound = { refused: 'ResourceNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** How the classic pages of apps look. */
export const uiCustomization: Leg = {
  name: 'ui customization',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('SetUICustomization', 'without a domain', { ...pool, ...css('red') }, badParameter),
    admin('CreateUserPoolDomain', 'a domain', { ...pool, Domain: 'journey-looks' }),
    admin('GetUICustomization', 'nothing', pool),
    admin('SetUICustomization', 'all clients', { ...pool, ...css('red') }),
    admin('GetUICustomization', 'a client like all', ofClient),
    admin('SetUICustomization', 'a client', { ...ofClient, ...css('blue'), ...logo }),
    admin('GetUICustomization', 'a client of its own', ofClient),
    http('the logo', { url: logoUrl }),
    http('the rules', { url: rulesUrl }),
    admin('GetUICustomization', 'all clients', { ...pool, ClientId: 'ALL' }),
    admin(
      'SetUICustomization',
      'an address',
      { ...pool, CSS: '.logo-customizable { background: url(x) }' },
      badParameter,
    ),
    admin('SetUICustomization', 'no image', { ...pool, ImageFile: 'aGVsbG8=' }, badParameter),
    admin('SetUICustomization', 'no client', { ...pool, ClientId: 'nobody', ...css('red') }, notFound),
    admin('GetUICustomization', 'no client', { ...pool, ClientId: 'nobody' }, notFound),
    admin('SetUICustomization', 'a client like all again', ofClient),
    http('the logo is gone', { url: logoUrl, status: 404 }),
    http('the rules are gone', { url: rulesUrl, status: 404 }),
    admin('GetUICustomization', 'a client that has nothing of its own', ofClient),
    admin('DeleteUserPoolDomain', 'no domain', { ...pool, Domain: 'journey-looks' }),
  ],
};
