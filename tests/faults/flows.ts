import { accountPage } from './flows/account-page.ts';
import { attributes } from './flows/attributes.ts';
import { branding } from './flows/branding.ts';
import { clientSecrets } from './flows/client-secrets.ts';
import { codes } from './flows/codes.ts';
import { customAuth } from './flows/custom-auth.ts';
import { devices } from './flows/devices.ts';
import { domains } from './flows/domains.ts';
import { poolExports } from './flows/exports.ts';
import { federation } from './flows/federation.ts';
import { groups } from './flows/groups.ts';
import { identities } from './flows/identities.ts';
import { identityPools } from './flows/identity-pools.ts';
import { identityProviders } from './flows/identity-providers.ts';
import { imports } from './flows/imports.ts';
import { leakedPasswords } from './flows/leaked-passwords.ts';
import { logouts } from './flows/logouts.ts';
import { merges } from './flows/merges.ts';
import { messages } from './flows/messages.ts';
import { mfa } from './flows/mfa.ts';
import { oauth } from './flows/oauth.ts';
import { oauthClients } from './flows/oauth-clients.ts';
import { operators } from './flows/operators.ts';
import { ownPages } from './flows/own-pages.ts';
import { pageTexts } from './flows/page-texts.ts';
import { pages } from './flows/pages.ts';
import { passkeys } from './flows/passkeys.ts';
import { passwords } from './flows/passwords.ts';
import { poolChanges } from './flows/pool-changes.ts';
import { registration } from './flows/registration.ts';
import { resourceServers } from './flows/resource-servers.ts';
import { saml } from './flows/saml.ts';
import { search } from './flows/search.ts';
import { sessions } from './flows/sessions.ts';
import { signIns } from './flows/sign-in.ts';
import { signUps } from './flows/sign-up.ts';
import { terms } from './flows/terms.ts';
import { threatProtection } from './flows/threat-protection.ts';
import { tokenExchanges } from './flows/token-exchange.ts';
import { uiCustomization } from './flows/ui-customization.ts';
import { userPools } from './flows/user-pools.ts';
import type { Flow } from './sweep.ts';

/** Every request that writes, each with a proof that it was done. */
export const flows: readonly Flow[] = [
  ...signUps,
  ...passwords,
  ...attributes,
  ...signIns,
  ...leakedPasswords,
  ...codes,
  ...customAuth,
  ...devices,
  ...passkeys,
  ...mfa,
  ...groups,
  ...operators,
  ...imports,
  ...poolChanges,
  ...poolExports,
  ...registration,
  ...resourceServers,
  ...identityProviders,
  ...merges,
  ...domains,
  ...terms,
  ...threatProtection,
  ...uiCustomization,
  ...messages,
  ...pageTexts,
  ...branding,
  ...identityPools,
  ...identities,
  ...search,
  ...sessions,
  ...logouts,
  ...userPools,
  ...clientSecrets,
  ...oauthClients,
  ...oauth,
  ...tokenExchanges,
  ...federation,
  ...ownPages,
  ...pages,
  ...accountPage,
  ...saml,
];
