import { CognitoException } from '#shared/errors/exception.ts';
import type { PoolSettings } from './user-pool.ts';

/** Where a deployment is, and so where keys of its pools have to be. */
interface Place {
  readonly region: string;
  readonly accountId: string;
  /** True where pools may have any Region: on a laptop alone. */
  readonly poolsFollowSignature: boolean;
}

const keyArn = /^arn:[^:]+:kms:([^:]+):(\d+):key\/[\w-]+$/;

const refused = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** ARN of the KMS key that is to wrap the pool's data keys; undefined for the key of the deployment. */
export const ownKeyOf = ({ KeyConfiguration: key }: PoolSettings): string | undefined =>
  key?.KeyType === 'CUSTOMER_MANAGED_KEY' ? key.KmsKeyArn : undefined;

/** Throws InvalidParameterException where type and ARN contradict each other. */
export const assertKeyConfiguration = ({ KeyConfiguration: key = {} }: PoolSettings): void => {
  const { KeyType = 'AWS_OWNED_KEY', KmsKeyArn } = key;
  if (KeyType === 'CUSTOMER_MANAGED_KEY' && KmsKeyArn === undefined) {
    throw refused('KeyConfiguration.KmsKeyArn is required for the KeyType CUSTOMER_MANAGED_KEY.');
  }
  if (KeyType === 'AWS_OWNED_KEY' && KmsKeyArn !== undefined) {
    throw refused('KeyConfiguration.KmsKeyArn is for the KeyType CUSTOMER_MANAGED_KEY only.');
  }
};

/**
 * Throws InvalidParameterException for what is no ARN of a key, as that of an alias, and for a key of another Region or
 * account. Whether the key can be used shows where it wraps the first data key.
 */
export const assertKeyIsHere = (settings: PoolSettings, { region, accountId, poolsFollowSignature }: Place): void => {
  const arn = ownKeyOf(settings);
  if (arn === undefined) return;
  const [, keyRegion, account] = keyArn.exec(arn) ?? [];
  if (keyRegion === undefined) {
    throw refused(
      'KeyConfiguration.KmsKeyArn is to be the ARN of a KMS key: arn:aws:kms:<Region>:<account>:key/<key id>.',
    );
  }
  if (account !== accountId || (keyRegion !== region && !poolsFollowSignature)) {
    throw refused(`KeyConfiguration.KmsKeyArn is to be a key in ${region}, in account ${accountId}.`);
  }
};
