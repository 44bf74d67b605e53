/**
 * The stylesheet and the script of the pages. Their addresses have hashes of what is in them, so whoever has them never
 * asks again.
 */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { publicFile } from '#shared/api/page-endpoint.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { pageFileAt } from '#shared/pages/assets/files.ts';

export const handler = endpoint({
  name: 'asset',
  renderError: renderJsonError,
  run: async ({ path }) => {
    const found = pageFileAt(path);
    if (!found) throw new CognitoException('ResourceNotFoundException', 'There is no such file.');
    return publicFile(found.file, { isExact: found.isExact });
  },
});
