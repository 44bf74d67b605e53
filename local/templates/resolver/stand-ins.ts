import { createHash } from 'node:crypto';

/** Where a stack says that it is. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** What stands in for a resource that is not of Cognito. */
interface StandIn {
  /** What Ref gives. */
  readonly ref: string;
  readonly arn: string;
}

type MakeStandIn = (name: string, place: Place) => StandIn;

const named =
  (service: string, prefix = ''): MakeStandIn =>
  (name, { region, accountId }) => ({ ref: name, arn: `arn:aws:${service}:${region}:${accountId}:${prefix}${name}` });

const byArn =
  (make: MakeStandIn): MakeStandIn =>
  (name, place) => {
    const { arn } = make(name, place);
    return { ref: arn, arn };
  };

const global =
  (service: string, prefix: string): MakeStandIn =>
  (name, { accountId }) => ({ ref: name, arn: `arn:aws:${service}::${accountId}:${prefix}${name}` });

const idFrom = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const key: MakeStandIn = (name, place) => named('kms', 'key/')(idFrom(name), place);

const bucket: MakeStandIn = (name) => ({ ref: name.toLowerCase(), arn: `arn:aws:s3:::${name.toLowerCase()}` });

interface Kind {
  readonly make: MakeStandIn;
  /** The property that holds its name, where it has one. */
  readonly name?: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  'AWS::Lambda::Function': { make: named('lambda', 'function:'), name: 'FunctionName' },
  'AWS::Serverless::Function': { make: named('lambda', 'function:'), name: 'FunctionName' },
  'AWS::Lambda::Alias': { make: byArn(named('lambda', 'function:')), name: 'FunctionName' },
  'AWS::Lambda::Version': { make: byArn(named('lambda', 'function:')), name: 'FunctionName' },
  'AWS::IAM::Role': { make: global('iam', 'role/'), name: 'RoleName' },
  'AWS::IAM::OIDCProvider': { make: byArn(global('iam', 'oidc-provider/')) },
  'AWS::IAM::SAMLProvider': { make: byArn(global('iam', 'saml-provider/')), name: 'Name' },
  'AWS::KMS::Key': { make: key },
  'AWS::S3::Bucket': { make: bucket, name: 'BucketName' },
  'AWS::SNS::Topic': { make: byArn(named('sns')), name: 'TopicName' },
  'AWS::Logs::LogGroup': { make: named('logs', 'log-group:'), name: 'LogGroupName' },
  'AWS::KinesisFirehose::DeliveryStream': { make: named('firehose', 'deliverystream/'), name: 'DeliveryStreamName' },
  'AWS::SES::EmailIdentity': { make: named('ses', 'identity/'), name: 'EmailIdentity' },
  'AWS::SES::ConfigurationSet': { make: named('ses', 'configuration-set/'), name: 'Name' },
};

const certificate: MakeStandIn = byArn((name, { accountId }) => ({
  ref: name,
  arn: `arn:aws:acm:us-east-1:${accountId}:certificate/${idFrom(name)}`,
}));

const kindOf = (type: string): Kind =>
  type === 'AWS::CertificateManager::Certificate'
    ? { make: certificate }
    : ((Object.hasOwn(kinds, type) ? kinds[type] : undefined) ?? {
        make: named((type.split('::')[1] ?? 'aws').toLowerCase()),
      });

/** The property that names a resource of this type; undefined where none does, or none is known. */
export const namingProperty = (type: string): string | undefined => kindOf(type).name;

/** The name in an ARN of a function, or the given text. */
const bareName = (type: string, name: string): string =>
  type.startsWith('AWS::Lambda::') ? (name.replace(/^.*:function:/, '').split(':')[0] ?? name) : name;

/**
 * What Ref (without an attribute) or Fn::GetAtt gives for a resource that is not made here. It has the shape of the real
 * thing where that counts: names of functions and roles, ARNs, host names.
 */
export const standInFor = (
  resource: { readonly type: string; readonly name: string },
  attribute: string | undefined,
  place: Place,
): string => {
  const { ref, arn } = kindOf(resource.type).make(bareName(resource.type, resource.name), place);
  if (attribute === undefined) return ref;
  if (/arn$/i.test(attribute)) return arn;
  const host = resource.name.toLowerCase().replace(/[^a-z\d]+/g, '-');
  if (/(domainname|dnsname|domain)$/i.test(attribute)) return `${host}.invalid`;
  if (/(url|endpoint|uri)$/i.test(attribute)) return `https://${host}.invalid`;
  if (/(name|id)$/i.test(attribute)) return ref;
  return `${resource.name}-${attribute.replaceAll('.', '-')}`;
};
