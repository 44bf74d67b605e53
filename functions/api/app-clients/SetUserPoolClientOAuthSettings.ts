/**
 * Sets what the API does not know of an app client's OAuth settings: whether it has to use PKCE (`RequirePkce`), or to
 * bind its tokens to a key (`DpopBoundAccessTokens`), or to push its requests (`RequirePushedAuthorizationRequests`), which grant types it has beside those of the API (`GrantTypes`), whether it proves itself by a key (`TokenEndpointAuthMethod` private_key_jwt, with `JwksUri` or `Jwks`), and what becomes of a
 * `resource` that is no resource server (`UnregisteredResource`: REFUSE or AS_COGNITO), and where it is told of sessions that ended
 * (`BackchannelLogoutUri`, and `BackchannelLogoutSessionRequired` where it has to be told which), and which pages of its own users
 * see in place of ours (`OwnPages`). What is not given gets its default. An operation of Gatehouse's own: its target is `Gatehouse.SetUserPoolClientOAuthSettings`.
 */

import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { assertClientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { assertMachineFlow } from '#shared/domain/app-clients/oauth-rules.ts';
import { assertMayHaveOwnPages } from '#shared/domain/app-clients/own-pages.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeAppClient } from '#shared/services/app-clients/app-clients.ts';
import { clientOAuthSettings, fromClientOAuth, toClientOAuth } from '#shared/wire/client-oauth.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ClientId: ClientIdType, ...clientOAuthSettings });

export const { definition, handler } = signed({
  name: 'SetUserPoolClientOAuthSettings',
  request,
  throws: ['ConcurrentModificationException', 'InvalidOAuthFlowException'],
  run: async ({ UserPoolId, ClientId, ...given }): Promise<ReturnType<typeof toClientOAuth>> => {
    const oauth = fromClientOAuth(given);
    assertClientOAuth(oauth, environment().outbound.hosts);
    const { client } = await changeAppClient(UserPoolId, ClientId, ({ client }) => {
      assertMayHaveOwnPages(client, oauth);
      assertMachineFlow(client.settings.AllowedOAuthFlows ?? [], isConfidential({ ...client, oauth }));
      return { oauth };
    });
    return toClientOAuth(client);
  },
});
