import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Finding } from '#shared/domain/doctor/finding.ts';
import { UsageError } from '../failures.ts';
import { explainAws } from '../settings.ts';
import { listDistributions } from './distributions.ts';

/** The findings about the endpoint of a deployment. */
export const checkEndpoint = (endpoint: string): Finding[] => {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return [];
  return [
    {
      check: 'plain-http',
      level: 'warning',
      subject: endpoint,
      what: 'The deployment is spoken to without TLS.',
      why: 'Everybody on the way reads passwords and tokens.',
      mend: 'use its https address, and an issuer of the same',
    },
  ];
};

const noWebAcl = (host: string): Finding => ({
  check: 'no-web-acl',
  level: 'warning',
  subject: host,
  what: 'No web ACL stands before the deployment.',
  why: 'Nothing limits how much one address may ask: guesses and floods reach the functions, and are paid for.',
  mend: 'deploy with --param="webAcl=on"; outside of us-east-1 with --param="webAclArn=…" of one that is there: docs/deploy.md',
});

/**
 * The findings about the distribution that the endpoint belongs to. It is read with the credentials of its AWS account.
 * Throws UsageError where the account has no distribution of that name, and what AWS throws.
 */
export const checkDistribution = async (endpoint: string): Promise<Finding[]> => {
  const { hostname } = new URL(endpoint);
  for await (const { names, hasWebAcl } of listDistributions()) {
    if (names.includes(hostname)) return hasWebAcl ? [] : [noWebAcl(hostname)];
  }
  throw new UsageError(`No distribution of this AWS account goes by the name ${hostname}.`);
};

const noRestore = (table: string): Finding => ({
  check: 'no-pitr',
  level: 'warning',
  subject: table,
  what: 'The table has no point-in-time recovery.',
  why: 'What a mistake or an attacker overwrites is gone.',
  mend: `aws dynamodb update-continuous-backups --table-name ${table} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
});

const deletable = (table: string): Finding => ({
  check: 'deletable-table',
  level: 'warning',
  subject: table,
  what: 'The table is not protected from deletion.',
  why: 'One call removes every pool.',
  mend: `aws dynamodb update-table --table-name ${table} --deletion-protection-enabled`,
});

/** The findings about a deployment's table, read with the credentials of its AWS account. Throws what AWS throws. */
export const checkTable = async (TableName: string, region: string): Promise<Finding[]> => {
  const dynamo = new DynamoDBClient({ region });
  const { ContinuousBackupsDescription } = await dynamo
    .send(new DescribeContinuousBackupsCommand({ TableName }))
    .catch(explainAws);
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  return [
    ...(recovery === 'ENABLED' ? [] : [noRestore(TableName)]),
    ...(Table?.DeletionProtectionEnabled ? [] : [deletable(TableName)]),
  ];
};
