import { decrypt, download, goOn, makeExportKeys, waitingExport } from '#tests/support/exports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import type { Scenario } from '../scenario.ts';
import { freshPool, listedPool, once } from '../subjects.ts';

const keys = once(makeExportKeys);

const exported = once(async () => {
  const { poolId: UserPoolId } = await listedPool();
  const ExportId = await waitingExport(UserPoolId, (await keys()).publicKey);
  return { UserPoolId, ExportId };
});

const manifest = once(async () => {
  const { poolId } = await listedPool();
  const id = await waitingExport(poolId, (await keys()).publicKey);
  await goOn(poolId, id);
  const [first] = await decrypt(await download(poolId, id), await keys());
  return first;
});

export const poolExports: readonly Scenario[] = [
  {
    operation: 'CreateUserPoolExport',
    prepare: async () => {
      const UserPoolId = await freshPool();
      const { publicKey: PublicKey } = await keys();
      return () => callOwn('CreateUserPoolExport', { UserPoolId, PublicKey });
    },
  },
  {
    operation: 'DescribeUserPoolExport',
    prepare: async () => {
      const asked = await exported();
      return () => callOwn('DescribeUserPoolExport', asked);
    },
  },
  {
    operation: 'ListUserPoolExports',
    prepare: async () => {
      const { UserPoolId } = await exported();
      return () => callOwn('ListUserPoolExports', { UserPoolId, MaxResults: 1 });
    },
  },
  {
    operation: 'StopUserPoolExport',
    prepare: async () => {
      const UserPoolId = await freshPool();
      const ExportId = await waitingExport(UserPoolId, (await keys()).publicKey);
      return () => callOwn('StopUserPoolExport', { UserPoolId, ExportId });
    },
  },
  {
    operation: 'RestoreUserPool',
    way: 'with three app clients',
    prepare: async () => {
      const Manifest = await manifest();
      return () => callOwn('RestoreUserPool', { Manifest });
    },
  },
  {
    operation: 'CreateUserRecordImportJob',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('CreateUserRecordImportJob', { UserPoolId, JobName: 'records' });
    },
  },
];
