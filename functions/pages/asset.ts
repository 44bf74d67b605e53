/**
 * The stylesheet and the script of the pages. Their addresses have hashes of what is in them, so whoever has them never
 * asks again. Also the script by which clients of the API tell of the browser.
 */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { publicFile } from '#shared/api/page-endpoint.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { advancedSecurityData } from '#shared/pages/assets/advanced-security-data.ts';
import { pageFileAt } from '#shared/pages/assets/files.ts';

export const handler = endpoint({
  name: 'asset',
  renderError: renderJsonError,
  run: async ({ path }) => {
    if (path === advancedSecurityData.path) return publicFile(advancedSecurityData, { isExact: false });
    const found = pageFileAt(path);
    if (!found) throw new CognitoException('ResourceNotFoundException', 'There is no such file.');
    return publicFile(found.file, { isExact: found.isExact });
  },
});
