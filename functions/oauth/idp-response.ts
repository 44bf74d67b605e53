/**
 * Where OpenID and social providers send browsers back to, by a redirect or, as Apple does, by a form: RFC 6749 section
 * 4.1.2.
 */
import { byProviderResponse } from '#shared/operations/by-provider-response.ts';
import { finishOpenId } from '#shared/services/federation/oidc/finish.ts';
import { answerPath } from '#shared/services/federation/oidc/provider-settings.ts';

export const handler = byProviderResponse({
  name: 'idpResponse',
  path: answerPath,
  stateIn: 'state',
  finish: finishOpenId,
});
