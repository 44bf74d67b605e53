/** Risk configurations as administrators see and change them: read from the store, not from a cache. */
import { now } from '#shared/config/clock.ts';
import { riskMailRepository, wholePool } from '#shared/data/risk/risk-mail-repository.ts';
import { orTooManyRequests } from '#shared/data/write.ts';
import type { RiskConfiguration, RiskSections } from '#shared/domain/risk/pool-risk.ts';
import { withMails, withoutMails } from '#shared/domain/risk/risk-configuration.ts';
import { assertRiskSections } from '#shared/domain/risk/risk-rules.ts';
import { changeAppClient, getAppClient } from '../app-clients/app-clients.ts';
import { changeUserPool, getUserPool } from '../user-pools/user-pools.ts';

/** Whose configuration it is: that of an app client, or of the pool. */
export interface RiskOwner {
  readonly poolId: string;
  readonly clientId: string | undefined;
}

// CloudFormation names the pool so.
const isOfClient = (clientId: string | undefined): clientId is string =>
  clientId !== undefined && clientId !== wholePool;

/**
 * Replaces the configuration of an app client or of the pool. Without any section, the pool has none, and the client the
 * pool's. Throws InvalidParameterException, ResourceNotFoundException and TooManyRequestsException.
 */
export const setRiskConfiguration = async (
  { poolId, clientId }: RiskOwner,
  given: RiskSections,
): Promise<RiskConfiguration | undefined> => {
  assertRiskSections(given);
  const { sections, mails } = withoutMails(given);
  const isNothing = Object.values(sections).every((section) => section === undefined);
  const configuration = isNothing ? undefined : { ...sections, modifiedAt: now() };
  const besides = [riskMailRepository().put(poolId, isOfClient(clientId) ? clientId : wholePool, mails)];
  if (isOfClient(clientId)) {
    await orTooManyRequests(changeAppClient(poolId, clientId, () => ({ risk: configuration }), besides));
  } else {
    await orTooManyRequests(changeUserPool(poolId, ({ risk }) => ({ risk: { ...risk, configuration } }), besides));
  }
  return configuration && { ...given, modifiedAt: configuration.modifiedAt };
};

/** The configuration of the app client or of the pool; undefined where it has none. Throws ResourceNotFoundException. */
export const getRiskConfiguration = async ({ poolId, clientId }: RiskOwner): Promise<RiskConfiguration | undefined> => {
  const owner = isOfClient(clientId) ? clientId : wholePool;
  const [found, mails] = await Promise.all([
    isOfClient(clientId)
      ? getAppClient(poolId, clientId).then(({ client }) => client.risk)
      : getUserPool(poolId).then(({ pool }) => pool.risk?.configuration),
    riskMailRepository().find(poolId, owner),
  ]);
  return found && { ...withMails(found, mails), modifiedAt: found.modifiedAt };
};
