import {
  AddCustomAttributesCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  decrypt,
  describeExport,
  download,
  type ExportKeys,
  goOn,
  makeExportKeys,
  waitingExport,
} from '#tests/support/exports.ts';
import { applyChange } from '#tests/support/pool-changes.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';

interface Files {
  readonly put: (key: string, body: Uint8Array) => Promise<void>;
}

/** Writes the export here, instead of in the worker, with a file store that may fail. */
const writeHere = async (
  poolId: string,
  exportId: string,
  files: (real: Files) => Files,
  isLate = () => false,
): Promise<boolean> => {
  const { createPoolExports } = await import('#shared/services/exports/pool-exports.ts');
  const { objects } = await import('#shared/gateways/objects.ts');
  const real = objects();
  return createPoolExports({ objects: { ...real, ...files(real) } }).write(poolId, exportId, { partBytes: 1, isLate });
};

const usersOf = async (poolId: string, exportId: string, keys: ExportKeys): Promise<readonly unknown[]> => {
  const records = await decrypt(await download(poolId, exportId), keys);
  expect(records[0]?.type).toBe('pool');
  expect(records.at(-1)?.type).toBe('end');
  return records.flatMap(({ username }) => (username === undefined ? [] : [username])).sort();
};

const populated = async (count: number): Promise<{ readonly pool: TestPool; readonly names: readonly string[] }> => {
  const pool = await makePool();
  const users = await Promise.all(Array.from({ length: count }, () => makeUser(pool)));
  return { pool, names: users.map(({ username }) => username).sort() };
};

// A part, and no more for now.
const writePart = async (poolId: string, exportId: string): Promise<void> => {
  const untouched = (real: Files): Files => ({ put: (key, body) => real.put(key, body) });
  expect(await writeHere(poolId, exportId, untouched, () => true)).toBe(false);
};

describe('an export that is interrupted', () => {
  it('goes on wherever the store of files failed, before or after it kept a part, and has every user once', async () => {
    const { pool, names } = await populated(10);
    const keys = await makeExportKeys();
    const id = await waitingExport(pool.poolId, keys.publicKey);
    const failing =
      (isKept: boolean) =>
      (real: Files): Files => {
        let calls = 0;
        return {
          put: async (key, body) => {
            calls += 1;
            if (calls < 2) return real.put(key, body);
            if (isKept) await real.put(key, body);
            throw new Error('The files are out of reach.');
          },
        };
      };

    // Each attempt stores one more part, and fails at the second.
    for (let attempt = 0; attempt < 12; attempt++) {
      const { UserPoolExport } = await describeExport(pool.poolId, id);
      if (UserPoolExport.Status !== 'InProgress') break;
      await writeHere(pool.poolId, id, failing(attempt % 2 === 0)).catch((error: Error) =>
        expect(error.message).toBe('The files are out of reach.'),
      );
    }

    expect((await describeExport(pool.poolId, id)).UserPoolExport).toMatchObject({ Status: 'Succeeded', Users: 10 });
    expect(await usersOf(pool.poolId, id, keys)).toEqual(names);
  });

  it('is written once by two who are at work at the same time', async () => {
    const { pool, names } = await populated(10);
    const keys = await makeExportKeys();
    const id = await waitingExport(pool.poolId, keys.publicKey);

    await Promise.all([1, 2, 3].map(() => goOn(pool.poolId, id, { partBytes: 1 })));

    expect((await describeExport(pool.poolId, id)).UserPoolExport).toMatchObject({ Status: 'Succeeded', Users: 10 });
    expect(await usersOf(pool.poolId, id, keys)).toEqual(names);
  });

  it.each([1, 2, 10])('gets on a portion at a time however late it is: %i users', async (count) => {
    const { pool, names } = await populated(count);
    const keys = await makeExportKeys();
    const id = await waitingExport(pool.poolId, keys.publicKey);

    let calls = 0;
    const untouched = (real: Files): Files => ({ put: (key, body) => real.put(key, body) });
    while (!(await writeHere(pool.poolId, id, untouched, () => true))) {
      calls += 1;
      expect(calls).toBeLessThan(10);
    }

    if (count === 10) expect(calls).toBeGreaterThan(0);
    expect(await usersOf(pool.poolId, id, keys)).toEqual(names);
  });

  it('leaves out an attribute that is added meanwhile, which the pool in its first part does not have', async () => {
    const { pool, names } = await populated(6);
    const keys = await makeExportKeys();
    const id = await waitingExport(pool.poolId, keys.publicKey);
    await writePart(pool.poolId, id);
    await adminClient().send(
      new AddCustomAttributesCommand({
        UserPoolId: pool.poolId,
        CustomAttributes: [{ Name: 'late', AttributeDataType: 'String', Mutable: true }],
      }),
    );
    for (const Username of names) {
      const UserAttributes = [{ Name: 'custom:late', Value: 'x' }];
      await adminClient().send(
        new AdminUpdateUserAttributesCommand({ UserPoolId: pool.poolId, Username, UserAttributes }),
      );
    }

    await goOn(pool.poolId, id);

    expect(await usersOf(pool.poolId, id, keys)).toEqual(names);
    expect(JSON.stringify(await decrypt(await download(pool.poolId, id), keys))).not.toContain('custom:late');
  });

  it('fails where the pool loses an attribute that its first part has', async () => {
    const { pool } = await populated(6);
    const { publicKey } = await makeExportKeys();
    await adminClient().send(
      new AddCustomAttributesCommand({
        UserPoolId: pool.poolId,
        CustomAttributes: [{ Name: 'tier', AttributeDataType: 'String', Mutable: true }],
      }),
    );
    const id = await waitingExport(pool.poolId, publicKey);
    await writePart(pool.poolId, id);

    await applyChange(pool.poolId, { RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:rank' }] });
    await goOn(pool.poolId, id);

    expect((await describeExport(pool.poolId, id)).UserPoolExport).toMatchObject({
      Status: 'Failed',
      CompletionMessage: 'The pool lost the attribute custom:tier while it was exported.',
    });
  });

  it('fails, and says why, where something of a user does not open', async () => {
    const pool = await makePool();
    const { username, sub } = await makeUser(pool);
    const [password] = (await itemsAbout(`${pool.poolId}#${username}`)).filter(({ type }) => type === 'Password');
    const spoiled = JSON.parse(JSON.stringify(password?.data));
    await putItems([{ ...password, data: { ...spoiled, srp: { ...spoiled.srp, verifier: new Uint8Array(300) } } }]);
    const { publicKey } = await makeExportKeys();
    const id = await waitingExport(pool.poolId, publicKey);

    await goOn(pool.poolId, id);

    expect((await describeExport(pool.poolId, id)).UserPoolExport).toMatchObject({
      Status: 'Failed',
      CompletionMessage: `The srp verifier of the user ${sub} does not open.`,
    });
  });
});
