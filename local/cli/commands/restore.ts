import type { Command } from 'commander';
import type { CryptoKey } from 'jose';
import * as v from 'valibot';
import type { Api } from '../api.ts';
import { type OpenedRecord, openExport } from '../export-file.ts';
import { Interruption } from '../failures.ts';
import { importLines } from '../import-run.ts';
import { readPrivateKey } from '../key-files.ts';
import { type Output, toTable } from '../output.ts';
import { openSession, type Session } from '../session.ts';
import { sizeOf } from '../transfer.ts';

interface Options {
  readonly key: string;
  readonly keepId?: boolean;
  readonly name?: string;
  readonly strict?: boolean;
  readonly kmsKey?: string;
}

const Restored = v.object({
  UserPool: v.object({ Id: v.string() }),
  UserPoolClients: v.array(v.object({ ClientId: v.string(), FormerClientId: v.string(), ClientName: v.string() })),
});

const examples = `
The pool is made anew, with its app clients and their secrets, and filled. People sign in with the passwords,
authenticator apps, passkeys and devices that they have. With --keep-id the pool has its former id, so that apps need no
other setting; that takes a deployment where the id is free.

Examples:
  gatehouse-pools restore shop.export --key backup.private.json
  gatehouse-pools restore shop.export --key backup.private.json --keep-id
  gatehouse-pools restore shop.export --key backup.private.json --name shop-test
  gatehouse-pools restore shop.export --key backup.private.json --kms-key none      where its KMS key is not there`;

interface Checked {
  readonly manifest: OpenedRecord['record'];
  readonly records: number;
}

// Checks that the file is complete and in order, before anything is made from it.
const check = async (out: Output, file: string, key: CryptoKey): Promise<Checked> => {
  const bar = out.progress('Checking', 'records');
  let manifest: OpenedRecord['record'] | undefined;
  let records = 0;
  try {
    for await (const { record } of openExport(file, key)) {
      if (record.type === 'pool') manifest ??= record;
      records += 1;
      if (records % 1000 === 0) bar.update(records, records);
    }
    bar.update(records, records);
  } finally {
    bar.stop();
  }
  if (!manifest) throw new Error('The export has no pool in it.');
  return { manifest, records };
};

async function* contents(file: string, key: CryptoKey): AsyncGenerator<string> {
  for await (const { record, line } of openExport(file, key)) {
    if (record.type === 'group' || record.type === 'user') yield line;
  }
}

const toKeyConfiguration = (kmsKey: string): object =>
  kmsKey === 'none' ? { KeyType: 'AWS_OWNED_KEY' } : { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: kmsKey };

const makePool = async (api: Api, Manifest: Checked['manifest'], { name, keepId, kmsKey }: Options) =>
  api.own(
    'RestoreUserPool',
    {
      Manifest,
      ...(name && { PoolName: name }),
      ...(keepId && { KeepId: true }),
      ...(kmsKey && { KeyConfiguration: toKeyConfiguration(kmsKey) }),
    },
    Restored,
  );

const fill = async (session: Session, file: string, key: CryptoKey, poolId: string, options: Options) => {
  const { strict = false } = options;
  try {
    const lines = contents(file, key);
    await importLines(session, { poolId, lines, options: { name: 'restore', follow: true, strict } });
  } catch (error) {
    if (!(error instanceof Interruption)) {
      session.out.note(
        `The pool ${poolId} is made. Fill it: gatehouse-pools import records ${poolId} ${file} --key ${options.key}`,
      );
    }
    throw error;
  }
};

const restore = async (file: string, options: Options, command: Command): Promise<void> => {
  sizeOf(file);
  const key = await readPrivateKey(options.key);
  const session = await openSession(command);
  const { manifest } = await check(session.out, file, key);
  const made = await makePool(session.api, manifest, options);
  const rows = made.UserPoolClients.map(({ ClientId, FormerClientId, ClientName }) => [
    ClientId,
    FormerClientId,
    ClientName,
  ]);
  session.out.step(made, `pool  ${made.UserPool.Id}\n${toTable([['APP CLIENT', 'BEFORE', 'NAME'], ...rows])}`);
  await fill(session, file, key, made.UserPool.Id, options);
};

/** Adds `gatehouse-pools restore`. */
export const addRestore = (program: Command): void => {
  program
    .command('restore <file>')
    .description('make a pool from an export, with everybody in it')
    .requiredOption('--key <file>', 'the private key that opens it')
    .option('--keep-id', 'with the id that the pool had')
    .option('--name <name>', 'another name for the pool')
    .option('--kms-key <arn>', 'another KMS key that wraps its data keys, or none (default: as it was)')
    .option('--strict', 'end with exit code 1 where somebody was not imported')
    .addHelpText('after', examples)
    .action(restore);
};
