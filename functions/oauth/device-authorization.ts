/**
 * The device authorization endpoint: RFC 8628 section 3.1. A device that has no browser gets a code to show to its user, and one
 * by which it asks for its tokens. Cognito has no such endpoint.
 */
import { originOfViewer } from '#shared/api/cookies.ts';
import { formOf } from '#shared/api/form.ts';
import { oauthEndpoint, oauthJson, wrongMethod } from '#shared/api/oauth-endpoint.ts';
import { devicePath } from '#shared/domain/oauth/authorization-request.ts';
import { deviceLocation } from '#shared/domain/oauth/authorization-response.ts';
import { deviceLifetimeMs, pollInterval, shownUserCode } from '#shared/domain/oauth/device-request.ts';
import { authenticateClient } from '#shared/services/oauth/client-authentication.ts';
import { requestOfDevice } from '#shared/services/oauth/device-authorization.ts';
import { newDeviceRequest } from '#shared/services/oauth/device-requests.ts';

export const handler = oauthEndpoint({
  name: 'deviceAuthorization',
  run: async (http) => {
    if (http.method !== 'POST') return wrongMethod('POST');
    const parameters = formOf(http);
    const { authorization, host = '' } = http.headers;
    const app = await authenticateClient({ parameters, authorization, host }, 401);
    const { userCode, deviceCode } = await newDeviceRequest(app, await requestOfDevice(app, parameters));
    const origin = originOfViewer(http);
    const shown = shownUserCode(userCode);
    return oauthJson({
      device_code: deviceCode,
      user_code: shown,
      verification_uri: `${origin}${devicePath}`,
      verification_uri_complete: `${origin}${deviceLocation(shown)}`,
      expires_in: deviceLifetimeMs / 1000,
      interval: pollInterval,
    });
  },
});
