/**
 * An image of a style of managed login, for the pages that show it. Its address has the digest of the image, so whoever
 * has it never asks again.
 */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import { assetIn, mediaTypeOf } from '#shared/domain/branding/branding.ts';
import { CognitoException } from '#shared/errors/exception.ts';

// An image that is opened as a page of its own must do nothing either: an SVG is a document.
const headers = {
  'cache-control': 'public, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
};

const none = (): CognitoException => new CognitoException('ResourceNotFoundException', 'There is no such image.');

export const handler = endpoint({
  name: 'brandingAsset',
  renderError: renderJsonError,
  run: async ({ path }) => {
    const named = assetIn(path);
    if (!named) throw none();
    const image = await brandingRepository().findImage(named.poolId, named.brandingId, named.sha256);
    if (!image) throw none();
    return {
      statusCode: 200,
      headers: { ...headers, 'content-type': mediaTypeOf(named.extension) },
      body: Buffer.from(image).toString('base64'),
      isBase64Encoded: true,
    };
  },
});
