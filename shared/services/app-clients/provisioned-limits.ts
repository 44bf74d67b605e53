/** The owner's limits of calls, as administrators see and change them. */
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { limitRepository, toLimits } from '#shared/data/limits/limit-repository.ts';
import { table } from '#shared/data/table.ts';
import { orTooManyRequests } from '#shared/data/write.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import type { Category } from '#shared/domain/limits/categories.ts';
import { assertLimit, type Limits, unlimited } from '#shared/domain/limits/limit.ts';
import { keepDeploymentLimits, noClient } from '../directory/directory.ts';
import { changeAppClient } from './app-clients.ts';

/** Whose limit it is: that of an app client, or of the whole deployment. */
interface Limited {
  readonly category: Category;
  readonly clientId: string | undefined;
}

const clientOf = async (clientId: string): Promise<AppClient> => {
  const client = await appClientRepository().find(clientId);
  if (!client) throw noClient(clientId);
  return client;
};

const readDeploymentLimits = async (): Promise<Limits> => {
  const item = await limitRepository().find();
  keepDeploymentLimits(item);
  return toLimits(item);
};

/** Calls a second; undefined where there is no limit. Throws ResourceNotFoundException. */
export const getProvisionedLimit = async ({ category, clientId }: Limited): Promise<number | undefined> => {
  const limits = clientId === undefined ? await readDeploymentLimits() : (await clientOf(clientId)).limits;
  return limits?.[category];
};

/**
 * Sets how many calls a second there may be. The number that stands for no limit takes it away. Throws
 * InvalidParameterException, ResourceNotFoundException and TooManyRequestsException.
 */
export const setProvisionedLimit = async (
  { category, clientId }: Limited,
  requested: number,
): Promise<number | undefined> => {
  assertLimit(requested);
  const perSecond = requested === unlimited ? undefined : requested;
  if (clientId === undefined) {
    await table().write([limitRepository().set(category, perSecond)]);
    return (await readDeploymentLimits())[category];
  }
  const { poolId } = await clientOf(clientId);
  await orTooManyRequests(
    changeAppClient(poolId, clientId, ({ client: { limits = {} } }) => {
      const { [category]: _former, ...others } = limits;
      return { limits: perSecond === undefined ? others : { ...others, [category]: perSecond } };
    }),
  );
  return perSecond;
};
