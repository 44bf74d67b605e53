import { CognitoException } from '#shared/errors/exception.ts';
import { isLike } from '../identifiers/resource-pattern.ts';
import type { PoolSettings } from './user-pool.ts';

/** The functions that a deployment may call for its pools. */
export interface CallableFunctions {
  readonly accountId: string;
  /**
   * The setting triggerFunctions: a name, or a pattern with `*` and `?` as in IAM, followed by the names of the
   * deployed examples, separated by commas. Undefined where pools may call any function.
   */
  readonly triggerFunctions: string | undefined;
}

type LambdaConfig = NonNullable<PoolSettings['LambdaConfig']>;

const functionsIn = (config: LambdaConfig): [setting: string, arn: string][] =>
  Object.entries(config).flatMap(([setting, value]): [string, string][] => {
    const arn = typeof value === 'object' ? value.LambdaArn : value;
    return arn === undefined || setting === 'KMSKeyID' ? [] : [[setting, arn]];
  });

const functionArn = /^arn:[^:]*:lambda:[^:]*:(\d*):function:(.+)$/;

/**
 * Throws InvalidParameterException where a pool's triggers are functions that the deployment may not call. It is said
 * here, because at the first call users would only hear AccessDeniedException.
 */
export const assertCallable = (
  { LambdaConfig = {} }: PoolSettings,
  { triggerFunctions, accountId }: CallableFunctions,
): void => {
  if (triggerFunctions === undefined) return;
  // A pattern without * does not match aliases and versions of a function.
  const patterns = triggerFunctions.split(',');
  for (const [setting, arn] of functionsIn(LambdaConfig)) {
    const [, account, name = arn] = functionArn.exec(arn) ?? [];
    if (account === accountId && patterns.some((pattern) => isLike(pattern, name))) continue;
    throw new CognitoException(
      'InvalidParameterException',
      `LambdaConfig.${setting} names a function that this deployment may not call: its setting triggerFunctions is ${patterns[0]}, in account ${accountId}.`,
    );
  }
};
