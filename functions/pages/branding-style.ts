/**
 * The stylesheet of a style of managed login. Its address has a hash of what is in it. A page that was made just before a
 * change gets the style of now, which nobody keeps.
 */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { publicFile } from '#shared/api/page-endpoint.ts';
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import { toPageBranding } from '#shared/domain/branding/own-page-branding.ts';
import { brandStyleSheet, styleIn } from '#shared/domain/branding/style-sheet.ts';
import { CognitoException } from '#shared/errors/exception.ts';

export const handler = endpoint({
  name: 'brandingStyle',
  renderError: renderJsonError,
  run: async ({ path }) => {
    const named = styleIn(path);
    const found = named && (await brandingRepository().find(named.poolId, named.brandingId));
    if (!found) throw new CognitoException('ResourceNotFoundException', 'There is no such style.');
    const style = toPageBranding(found);
    const file = { type: 'text/css;charset=UTF-8', text: brandStyleSheet(style) };
    return publicFile(file, { isExact: style.stylesheet === path });
  },
});
