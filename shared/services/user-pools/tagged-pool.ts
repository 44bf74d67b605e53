import { findPoolId, poolArn } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/**
 * The id of the pool in an ARN of this deployment. Throws InvalidParameterException for an ARN of anything but a pool,
 * ResourceNotFoundException for one of another region or account.
 */
export const poolIdOfArn = (arn: string, place: { readonly accountId: string }): string => {
  const poolId = findPoolId(arn);
  if (poolId === undefined) {
    throw new CognitoException('InvalidParameterException', `${arn} is not the ARN of a user pool.`);
  }
  if (arn !== poolArn(poolId, place)) {
    throw new CognitoException('ResourceNotFoundException', `User pool ${arn} does not exist.`);
  }
  return poolId;
};
