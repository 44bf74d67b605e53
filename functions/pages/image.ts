/** The logo of classic pages. Its address has a hash of it, so that whoever has it need not ask again. */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { getPageImage } from '#shared/services/ui-customization/page-image.ts';

const oneYear = 365 * 24 * 60 * 60;

export const handler = endpoint({
  name: 'image',
  renderError: renderJsonError,
  run: async ({ path }) => {
    const [, poolId = '', clientId = '', hash = ''] = path.split('/', 4);
    const { type, bytes } = await getPageImage({ poolId, clientId, hash });
    return {
      statusCode: 200,
      headers: {
        'content-type': type,
        'cache-control': `public, max-age=${oneYear}, immutable`,
        'x-content-type-options': 'nosniff',
      },
      isBase64Encoded: true,
      body: Buffer.from(bytes).toString('base64'),
    };
  },
});
