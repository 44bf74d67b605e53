import { account } from './legs/account.ts';
import { accountPage } from './legs/account-page.ts';
import { addPasskey } from './legs/add-passkey.ts';
import { branding } from './legs/branding.ts';
import { choice } from './legs/choice.ts';
import { devices, sessions } from './legs/devices.ts';
import { domains } from './legs/domains.ts';
import { federation } from './legs/federation.ts';
import { groups } from './legs/groups.ts';
import { identityPools } from './legs/identity-pools.ts';
import { identityProviders } from './legs/identity-providers.ts';
import { levels } from './legs/levels.ts';
import { messages } from './legs/messages.ts';
import { oauth } from './legs/oauth.ts';
import { operators } from './legs/operators.ts';
import { ownPages } from './legs/own-pages.ts';
import { pageTexts } from './legs/page-texts.ts';
import { passwords } from './legs/passwords.ts';
import { pools } from './legs/pools.ts';
import { registration } from './legs/registration.ts';
import { resourceServers } from './legs/resource-servers.ts';
import { secondFactors } from './legs/second-factors.ts';
import { signIns } from './legs/sign-in.ts';
import { signUps } from './legs/sign-up.ts';
import { signUpPages } from './legs/sign-up-pages.ts';
import { termsOfApps } from './legs/terms.ts';
import { threatProtection } from './legs/threat-protection.ts';
import { tokensOf } from './legs/tokens.ts';
import { triggers } from './legs/triggers.ts';
import { uiCustomization } from './legs/ui-customization.ts';
import { users } from './legs/users.ts';
import { wire } from './legs/wire.ts';
import { changes, exportsOfPools, imports, search } from './legs/workers.ts';
import type { Leg } from './step.ts';

/**
 * The whole journey. Legs by the machine's clock come first, since later ones leave things behind that are ahead of it.
 */
export const legs: readonly Leg[] = [
  imports,
  exportsOfPools,
  search,
  changes,
  operators,
  ownPages,
  wire,
  pools,
  resourceServers,
  identityProviders,
  federation,
  domains,
  termsOfApps,
  threatProtection,
  uiCustomization,
  messages,
  pageTexts,
  branding,
  identityPools,
  signUps,
  signIns,
  tokensOf,
  passwords,
  account,
  users,
  groups,
  secondFactors,
  choice,
  levels,
  oauth,
  registration,
  signUpPages,
  addPasskey,
  accountPage,
  devices,
  sessions,
  triggers,
];
