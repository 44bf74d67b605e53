/** The page that a test of an identity provider begins at: AdminStartProviderTest gives its address. A page of our own. */
import { pageEndpoint } from '#shared/api/page-endpoint.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { toErrorPage } from '#shared/operations/by-authorization-request.ts';
import { beginTestPage } from '#shared/operations/provider-test-pages.ts';

export const handler = pageEndpoint({
  name: 'providerTest',
  run: async (http) => {
    try {
      return await beginTestPage(http);
    } catch (error) {
      if (error instanceof UntrustedRequest) return toErrorPage(http, error);
      throw error;
    }
  },
});
