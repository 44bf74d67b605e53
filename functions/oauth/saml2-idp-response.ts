/**
 * Where SAML providers send browsers: the assertion consumer service, SAML 2.0 Profiles section 4.1. A provider that may
 * begin by itself says in RelayState what the app would have asked for.
 */
import { byProviderResponse } from '#shared/operations/by-provider-response.ts';
import { finishSaml } from '#shared/services/federation/saml/finish.ts';
import { unsolicitedState } from '#shared/services/federation/saml/unsolicited.ts';

export const handler = byProviderResponse({
  name: 'saml2IdpResponse',
  path: '/saml2/idpresponse',
  stateIn: 'RelayState',
  // A response has 100,000 characters at most, and is in base64 here.
  mostBytes: 512 * 1024,
  finish: finishSaml,
  unsolicited: (parameters, http) => unsolicitedState(parameters.get('RelayState') ?? '', http.headers.host ?? ''),
});
