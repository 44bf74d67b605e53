import type { AppClient } from '../app-clients/app-client.ts';
import { protectionMode } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { RiskConfiguration, RiskMails, RiskSections } from './pool-risk.ts';

/** True where threat protection is on for sign-ins of any kind. */
export const isProtected = (pool: Pick<UserPool, 'settings'>): boolean =>
  protectionMode(pool) !== 'OFF' || protectionMode(pool, 'CUSTOM_AUTH') !== 'OFF';

/** The risk configuration of sign-ins with that client: its own, which replaces the pool's as a whole. */
export const riskConfigurationOf = ({
  pool,
  client,
}: {
  readonly pool: UserPool;
  readonly client?: AppClient | undefined;
}): RiskConfiguration | undefined => client?.risk ?? pool.risk?.configuration;

/** The sections without the texts, and the texts. */
export const withoutMails = (
  sections: RiskSections,
): { readonly sections: RiskSections; readonly mails: RiskMails | undefined } => {
  const { AccountTakeoverRiskConfiguration: takeover } = sections;
  if (!takeover?.NotifyConfiguration) return { sections, mails: undefined };
  const { BlockEmail, NoActionEmail, MfaEmail, ...NotifyConfiguration } = takeover.NotifyConfiguration;
  const mails = {
    ...(BlockEmail && { BlockEmail }),
    ...(NoActionEmail && { NoActionEmail }),
    ...(MfaEmail && { MfaEmail }),
  };
  return {
    sections: { ...sections, AccountTakeoverRiskConfiguration: { ...takeover, NotifyConfiguration } },
    mails: Object.keys(mails).length > 0 ? mails : undefined,
  };
};

/** The sections with the texts again. */
export const withMails = (sections: RiskSections, mails: RiskMails | undefined): RiskSections => {
  const { AccountTakeoverRiskConfiguration: takeover } = sections;
  if (!takeover?.NotifyConfiguration || !mails) return sections;
  const NotifyConfiguration = { ...takeover.NotifyConfiguration, ...mails };
  return { ...sections, AccountTakeoverRiskConfiguration: { ...takeover, NotifyConfiguration } };
};
