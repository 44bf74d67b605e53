import type { EventSourceName, LogConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '#shared/errors/exception.ts';
import { isLike } from '../identifiers/resource-pattern.ts';
import { protectionMode } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';

/** Where records go: the ARN of a log group, a delivery stream or a bucket. */
export type LogDestination =
  | { readonly kind: 'CloudWatchLogs'; readonly arn: string }
  | { readonly kind: 'Firehose'; readonly arn: string }
  | { readonly kind: 'S3'; readonly arn: string };

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** All destinations that a configuration names. */
const destinationsOf = ({
  CloudWatchLogsConfiguration,
  FirehoseConfiguration,
  S3Configuration,
}: LogConfigurationType): readonly { readonly kind: LogDestination['kind']; readonly arn: string | undefined }[] => [
  ...(CloudWatchLogsConfiguration
    ? [{ kind: 'CloudWatchLogs', arn: CloudWatchLogsConfiguration.LogGroupArn } as const]
    : []),
  ...(FirehoseConfiguration ? [{ kind: 'Firehose', arn: FirehoseConfiguration.StreamArn } as const] : []),
  ...(S3Configuration ? [{ kind: 'S3', arn: S3Configuration.BucketArn } as const] : []),
];

/** Where the pool sends its records of that source; undefined where it sends none. */
export const logDestination = ({ logs = [] }: UserPool, source: EventSourceName): LogDestination | undefined => {
  const found = logs.find(({ EventSource }) => EventSource === source);
  const [destination] = found ? destinationsOf(found) : [];
  return destination?.arn === undefined ? undefined : { kind: destination.kind, arn: destination.arn };
};

// The Region and the bucket become part of the name of a host: nothing else may be in their places.
const forms: Readonly<Record<LogDestination['kind'], { readonly form: RegExp; readonly what: string }>> = {
  CloudWatchLogs: {
    form: /^arn:[^:]+:logs:[a-z]+(?:-[a-z]+)+-\d{1,2}:\d{12}:log-group:([\w./#-]{1,512})$/,
    what: 'CloudWatchLogsConfiguration.LogGroupArn is to be the ARN of a log group, without :* at its end.',
  },
  Firehose: {
    form: /^arn:[^:]+:firehose:[a-z]+(?:-[a-z]+)+-\d{1,2}:\d{12}:deliverystream\/([\w.-]{1,64})$/,
    what: 'FirehoseConfiguration.StreamArn is to be the ARN of a delivery stream.',
  },
  S3: {
    form: /^arn:[^:]+:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])$/,
    what: 'S3Configuration.BucketArn is to be the ARN of a bucket.',
  },
};

/** The name in the ARN of a destination. Throws InvalidParameterException where it is the ARN of something else. */
export const destinationName = ({ kind, arn }: LogDestination): string => {
  const { form, what } = forms[kind];
  const [, name] = form.exec(arn) ?? [];
  if (name === undefined) throw invalid(what);
  return name;
};

const levels = { userNotification: 'ERROR', userAuthEvents: 'INFO' } as const;

// Log groups with such a name are there to be written to by services.
const forServices = /^\/aws\/vendedlogs\//;

/** What a deployment may write to. */
interface Reach {
  /**
   * The setting logDestinations: a name, or a pattern with `*` and `?` as in IAM. Undefined where pools may send their
   * records anywhere.
   */
  readonly logDestinations: string | undefined;
  /** The account of the deployment: its worker finds nothing of another one. */
  readonly accountId: string;
}

const assertReachable = (destination: LogDestination, { logDestinations, accountId }: Reach): void => {
  const name = destinationName(destination);
  if (logDestinations === undefined) return;
  // The ARN of a bucket has no account.
  const [, , , , account] = destination.arn.split(':');
  if (account && account !== accountId) {
    throw invalid(`${name} is in the account ${account}, and this deployment in ${accountId}.`);
  }
  if (isLike(logDestinations, name)) return;
  if (destination.kind === 'CloudWatchLogs' && forServices.test(name)) return;
  throw invalid(
    `${name} is not among what this deployment may write to: its setting logDestinations is ${logDestinations}.`,
  );
};

const assertConfiguration = (configuration: LogConfigurationType, pool: UserPool, reach: Reach): void => {
  const { EventSource: source, LogLevel } = configuration;
  if (source !== 'userNotification' && source !== 'userAuthEvents') throw invalid('EventSource is missing.');
  if (LogLevel !== levels[source]) throw invalid(`LogLevel of ${source} is to be ${levels[source]}.`);
  const [first, ...others] = destinationsOf(configuration);
  if (!first || others.length > 0) throw invalid(`${source} needs one destination, and no more than one.`);
  const { kind, arn } = first;
  if (arn === undefined) throw invalid(`The destination of ${source} has no ARN.`);
  if (source === 'userNotification' && kind !== 'CloudWatchLogs') {
    throw invalid('userNotification can be sent to CloudWatch Logs only.');
  }
  if (source === 'userAuthEvents' && protectionMode(pool) === 'OFF') {
    throw invalid('userAuthEvents needs threat protection: AdvancedSecurityMode is to be AUDIT or ENFORCED.');
  }
  assertReachable({ kind, arn }, reach);
};

/** Throws InvalidParameterException for a log configuration that the pool cannot have. */
export const assertLogConfigurations = (
  configurations: readonly LogConfigurationType[],
  pool: UserPool,
  reach: Reach,
): void => {
  const sources = configurations.map(({ EventSource }) => EventSource);
  const twice = sources.find((source, index) => sources.indexOf(source) !== index);
  if (twice) throw invalid(`There are two configurations of ${twice}.`);
  for (const configuration of configurations) assertConfiguration(configuration, pool, reach);
};
