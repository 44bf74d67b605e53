/** Threat protection in exports, and in restored pools. */
import { now } from '#shared/config/clock.ts';
import { riskMailRepository, wholePool } from '#shared/data/risk/risk-mail-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import type { ClientRecordLine, PoolRecordLine } from '#shared/domain/exports/pool-record.ts';
import type { RiskConfiguration, RiskSections } from '#shared/domain/risk/pool-risk.ts';
import { withMails, withoutMails } from '#shared/domain/risk/risk-configuration.ts';
import { assertRiskSections, assertRiskSettings } from '#shared/domain/risk/risk-rules.ts';
import type { PoolRisk, UserPool } from '#shared/domain/user-pools/user-pool.ts';

type CarriedConfiguration = Pick<ClientRecordLine, 'riskConfiguration'>;

const carried = async (
  poolId: string,
  clientId: string,
  configuration: RiskConfiguration | undefined,
): Promise<CarriedConfiguration> => {
  if (!configuration) return {};
  const { modifiedAt: _, ...sections } = configuration;
  return { riskConfiguration: withMails(sections, await riskMailRepository().find(poolId, clientId)) };
};

/** What an app client has of its own. */
export const carriedClientRisk = ({ poolId, id, risk }: AppClient): Promise<CarriedConfiguration> =>
  carried(poolId, id, risk);

/** What a pool has. */
export const carriedPoolRisk = async ({
  id,
  risk,
}: UserPool): Promise<CarriedConfiguration & Pick<PoolRecordLine, 'riskSettings'>> => ({
  ...(await carried(id, wholePool, risk?.configuration)),
  ...(risk?.settings && { riskSettings: risk.settings }),
});

/** Throws InvalidParameterException for a record with a configuration that no pool can have. */
export const assertRisk = ({ riskConfiguration, riskSettings, clients }: PoolRecordLine): void => {
  for (const one of [riskConfiguration, ...clients.map((client) => client.riskConfiguration)]) {
    if (one) assertRiskSections(one);
  }
  assertRiskSettings(riskSettings ?? {});
};

const restored = (sections: RiskSections): RiskConfiguration => ({
  ...withoutMails(sections).sections,
  modifiedAt: now(),
});

/** The member of an app client that is being restored. */
export const restoredClientRisk = ({ riskConfiguration }: ClientRecordLine): Pick<AppClient, 'risk'> =>
  riskConfiguration ? { risk: restored(riskConfiguration) } : {};

/** The member of a pool that is being restored. */
export const restoredPoolRisk = ({ riskConfiguration, riskSettings }: PoolRecordLine): Pick<UserPool, 'risk'> => {
  const risk: PoolRisk = {
    ...(riskConfiguration && { configuration: restored(riskConfiguration) }),
    ...(riskSettings && { settings: riskSettings }),
  };
  return Object.keys(risk).length > 0 ? { risk } : {};
};

/** The write of the texts of an app client or, without one, of the pool. None where it has none. */
export const restoredRiskMails = (
  poolId: string,
  { riskConfiguration }: CarriedConfiguration,
  clientId = wholePool,
): readonly Write[] => {
  const mails = riskConfiguration && withoutMails(riskConfiguration).mails;
  return mails ? [riskMailRepository().put(poolId, clientId, mails)] : [];
};
