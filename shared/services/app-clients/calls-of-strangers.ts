/** Calls of clients that nobody knows yet, or that the API does not know: nothing that they name brings the limits along. */
import { limitRepository } from '#shared/data/limits/limit-repository.ts';
import { cached } from '../cache/cache.ts';
import { countCall, keepDeploymentLimits } from '../directory/directory.ts';

const limitsOf = cached(async (_deployment: string) => ({ limits: await limitRepository().find() }));

/**
 * Counts the call that runs for the owner's limits of the deployment. They are remembered as long as app clients are; to read
 * them takes one request of the store. Throws TooManyRequestsException.
 */
export const countStranger = async (): Promise<void> => {
  const found = await limitsOf.find('deployment');
  keepDeploymentLimits(found?.limits);
  await countCall();
};
