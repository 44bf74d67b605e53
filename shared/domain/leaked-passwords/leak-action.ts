import type { AppClient } from '../app-clients/app-client.ts';
import { riskConfigurationOf } from '../risk/risk-configuration.ts';
import { protectionMode } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';

/** When a password is given in the clear. */
export type PasswordEvent = 'SIGN_IN' | 'PASSWORD_CHANGE' | 'SIGN_UP';

/** What follows where a password has leaked: it is only noted, or refused, or refused with the reason. */
export type LeakAction = 'note' | 'refuse' | 'tell';

/** Where a password is given: an administrator gives it without an app client. */
export interface PasswordPlace {
  readonly pool: UserPool;
  readonly client?: AppClient | undefined;
}

/** What follows at that place where a password has leaked; undefined where nobody wants to know. */
export const leakActionAt = ({ pool, client }: PasswordPlace, event: PasswordEvent): LeakAction | undefined => {
  if (pool.passwordBlocklist?.enforced && event !== 'SIGN_IN') return 'tell';
  const mode = protectionMode(pool);
  const section = riskConfigurationOf({ pool, client })?.CompromisedCredentialsRiskConfiguration;
  if (mode === 'OFF' || !section) return undefined;
  const { EventFilter: events, Actions } = section;
  // Without a filter, all events count.
  if (events?.length && !events.includes(event)) return undefined;
  return mode === 'ENFORCED' && Actions?.EventAction === 'BLOCK' ? 'refuse' : 'note';
};
