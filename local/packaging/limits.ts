/** AWS's limits, lowered where something else needs room. docs/decisions/limits-of-a-stack.md has the sources. */
export const LIMITS = {
  /** In a template. */
  dynamicReferences: 60,
  parameters: 200,
  resources: 450,
  templateBytes: 1_000_000,
  /** Of an HTTP API, which takes 300. The rest is for integrations that a deployment replaces. */
  integrations: 270,
  routes: 300,
  /** Of a CloudFront function, which takes 10,240 with the domains filled in. */
  edgeFunctionBytes: 8_000,
  /** Of all inline policies of a role together, which may have 10,240 without white space. */
  inlinePolicyCharacters: 9_000,
  /** Of a function's environment, names and values together, which may have 4,096. */
  environmentBytes: 3_500,
} as const;

/** Characters of a stage's name: a function's name has up to 64, and our longest key has 42. */
export const LONGEST_STAGE = 11;

/** The longest names that AWS takes, by resource type and property. */
export const LONGEST_NAMES: Readonly<Record<string, readonly [property: string, characters: number]>> = {
  'AWS::CloudFront::Function': ['Name', 64],
  'AWS::IAM::Role': ['RoleName', 64],
  'AWS::KMS::Alias': ['AliasName', 256],
  'AWS::Lambda::Function': ['FunctionName', 64],
  'AWS::Logs::LogGroup': ['LogGroupName', 512],
  'AWS::S3::Bucket': ['BucketName', 63],
  'AWS::Scheduler::Schedule': ['Name', 64],
  'AWS::SecretsManager::Secret': ['Name', 512],
  'AWS::WAFv2::WebACL': ['Name', 128],
};
