import { CognitoException } from '#shared/errors/exception.ts';
import type { PoolSettings } from './user-pool.ts';

/** What a deployment may call for its pools. */
export interface CallableFunctions {
  readonly accountId: string;
  /** Name, or pattern of names with `*` and `?` as IAM has them; undefined where pools may call any. */
  readonly triggerFunctions: string | undefined;
  /** What the names of the deployment's own functions begin with. */
  readonly functionPrefix: string;
}

type LambdaConfig = NonNullable<PoolSettings['LambdaConfig']>;

const functionsIn = (config: LambdaConfig): [setting: string, arn: string][] =>
  Object.entries(config).flatMap(([setting, value]): [string, string][] => {
    const arn = typeof value === 'object' ? value.LambdaArn : value;
    return arn === undefined || setting === 'KMSKeyID' ? [] : [[setting, arn]];
  });

const functionArn = /^arn:[^:]*:lambda:[^:]*:(\d*):function:(.+)$/;

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

// As IAM compares resources: a pattern without * leaves out aliases and versions of the function, too.
const isLike = (pattern: string, name: string): boolean =>
  new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(name);

// The examples of functions/triggers come with a deployment whose owner has not said what pools may call.
const isExample = (name: string, { triggerFunctions, functionPrefix }: CallableFunctions): boolean =>
  triggerFunctions === `${functionPrefix}trigger-*` &&
  name.startsWith(functionPrefix) &&
  /^[a-z]\w*$/.test(name.slice(functionPrefix.length));

/**
 * Throws InvalidParameterException where triggers of a pool are functions that the deployment may not call: said here, as
 * at the first call users would only hear AccessDeniedException.
 */
export const assertCallable = ({ LambdaConfig = {} }: PoolSettings, callable: CallableFunctions): void => {
  const { triggerFunctions: pattern, accountId } = callable;
  if (pattern === undefined) return;
  for (const [setting, arn] of functionsIn(LambdaConfig)) {
    const [, account, name = arn] = functionArn.exec(arn) ?? [];
    if (account === accountId && (isLike(pattern, name) || isExample(name, callable))) continue;
    throw new CognitoException(
      'InvalidParameterException',
      `LambdaConfig.${setting} names a function that this deployment may not call: its setting triggerFunctions is ${pattern}, in account ${accountId}.`,
    );
  }
};
