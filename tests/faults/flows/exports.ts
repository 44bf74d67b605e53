import { randomInt } from 'node:crypto';
import { DescribeUserPoolClientCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  decrypt,
  describeExport,
  download,
  type ExportAnswer,
  goOn,
  makeExportKeys,
  makeRecordJob,
  partsOf,
  waitingExport,
} from '#tests/support/exports.ts';
import { describeJob, startJob, upload } from '#tests/support/imports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { callWorker } from '#tests/support/workers.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const keys = once(makeExportKeys);

// A worker tells its invoker what went wrong. To try again, it is enough to know that it failed.
const plainly = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: Error) => {
    throw Object.assign(new Error(error.message, { cause: error }), { name: 'InternalErrorException' });
  });

const manifest = once(async () => {
  const { poolId } = await makePool();
  const exportId = await waitingExport(poolId, (await keys()).publicKey);
  await goOn(poolId, exportId);
  const [first] = await decrypt(await download(poolId, exportId), await keys());
  return { ...first };
});

// In different shards of the users, with none in the first, so that there are four small parts.
const names = ['ada', 'bea'];

const aPoolOfTwo = async (): Promise<string> => {
  const { poolId } = await makePool();
  for (const username of names) await makeUser({ poolId }, { username });
  return poolId;
};

const isWhole = async (poolId: string, exportId: string): Promise<void> => {
  const { UserPoolExport } = await describeExport(poolId, exportId);
  expect(UserPoolExport).toMatchObject({ Status: 'Succeeded', Users: names.length });
  const records = await decrypt(await download(poolId, exportId), await keys());
  expect(records.map(({ type }) => type)).toEqual(['pool', 'user', 'user', 'end']);
  expect(records.flatMap(({ username }) => username ?? []).sort()).toEqual(names);
};

export const poolExports: readonly Flow[] = [
  {
    operation: 'CreateUserPoolExport',
    prepare: async () => {
      const UserPoolId = await aPoolOfTwo();
      const { publicKey: PublicKey } = await keys();
      return {
        call: () => callOwn('CreateUserPoolExport', { UserPoolId, PublicKey }),
        proof: async () => {
          // What a worker could not finish, the next one does.
          await callWorker('ExportUserPool', {});
          const { UserPoolExports } = await callOwn<{ UserPoolExports: ExportAnswer[] }>('ListUserPoolExports', {
            UserPoolId,
          });
          expect(UserPoolExports).not.toEqual([]);
          for (const { ExportId } of UserPoolExports) await isWhole(UserPoolId, ExportId);
        },
      };
    },
  },
  {
    operation: 'ExportUserPool',
    way: 'the worker',
    prepare: async () => {
      const poolId = await aPoolOfTwo();
      const id = await waitingExport(poolId, (await keys()).publicKey);
      return {
        call: () => plainly(goOn(poolId, id, { partBytes: 1 })),
        proof: async () => {
          await isWhole(poolId, id);
          expect(await partsOf(poolId, id)).toHaveLength(4);
        },
      };
    },
  },
  {
    operation: 'StopUserPoolExport',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const ExportId = await waitingExport(UserPoolId, (await keys()).publicKey);
      return {
        call: () => callOwn('StopUserPoolExport', { UserPoolId, ExportId }),
        proof: async () =>
          expect((await describeExport(UserPoolId, ExportId)).UserPoolExport).toMatchObject({ Status: 'Stopped' }),
      };
    },
  },
  {
    operation: 'RestoreUserPool',
    prepare: async () => {
      const UserPoolId = `us-east-1_R${randomInt(10 ** 9)}`;
      const ClientId = `client${randomInt(10 ** 9)}`;
      const client = {
        id: ClientId,
        name: 'app',
        settings: {},
        secrets: ['s'.repeat(24)],
        createdAt: '2026-01-01T00:00:00Z',
      };
      const Manifest = { ...(await manifest()), id: UserPoolId, clients: [client] };
      const admin = adminClient();
      return {
        call: () => callOwn('RestoreUserPool', { Manifest, KeepId: true }),
        doneBefore: ['InvalidParameterException'],
        proof: async () => {
          await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
          const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
          expect(UserPoolClient?.ClientSecret).toBe('s'.repeat(24));
          await makeUser({ poolId: UserPoolId });
        },
      };
    },
  },
  {
    operation: 'CreateUserRecordImportJob',
    prepare: async () => {
      const { poolId } = await makePool();
      return {
        call: () => makeRecordJob(poolId),
        proof: async () => {
          const { UserImportJob } = await makeRecordJob(poolId);
          const { JobId: jobId = '', PreSignedUrl } = UserImportJob;
          expect((await upload(PreSignedUrl, '{"type":"user","username":"ada"}')).status).toBe(200);
          await startJob({ poolId }, jobId);
          await callWorker('RunUserImportJob', { userPoolId: poolId, jobId });
          expect(await describeJob({ poolId }, jobId)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
        },
      };
    },
  },
];
