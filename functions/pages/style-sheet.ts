/** The rules that an administrator has set for classic pages. Their address has a hash of them, as that of a logo has. */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { publicFile } from '#shared/api/page-endpoint.ts';
import { getPageRules } from '#shared/services/ui-customization/page-rules.ts';

export const handler = endpoint({
  name: 'styleSheet',
  renderError: renderJsonError,
  run: async ({ path }) => {
    const [, poolId = '', clientId = '', hash = ''] = path.split('/', 4);
    const text = await getPageRules({ poolId, clientId, hash });
    return publicFile({ type: 'text/css;charset=UTF-8', text });
  },
});
