import type { LogConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import { environment } from '#shared/config/environment.ts';
import { orTooManyRequests } from '#shared/data/write.ts';
import { assertLogConfigurations } from '#shared/domain/log-delivery/log-configuration.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { changeUserPool } from './user-pools.ts';

/**
 * Replaces what a pool sends of its log, and where. Throws InvalidParameterException, ResourceNotFoundException and
 * TooManyRequestsException.
 */
export const setLogConfigurations = (poolId: string, logs: readonly LogConfigurationType[]): Promise<UserPool> =>
  orTooManyRequests(
    changeUserPool(poolId, (pool) => {
      assertLogConfigurations(logs, pool, environment());
      return { logs };
    }),
  );
