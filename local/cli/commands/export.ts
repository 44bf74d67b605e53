import { createWriteStream, openSync, renameSync, rmSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { CryptoKey } from 'jose';
import { collect } from '../api.ts';
import { fetchExport } from '../export-download.ts';
import { openExport } from '../export-file.ts';
import { exitCodes } from '../failures.ts';
import { readPrivateKey, readPublicKey } from '../key-files.ts';
import { type Output, toFacts, toTable } from '../output.ts';
import { createExport, describeExport, listExports, type PoolExport, stopExport } from '../pool-exports.ts';
import { openSession, outputOf } from '../session.ts';
import { assertNew, assertWritable, sizeOf } from '../transfer.ts';

const examples = `
An export holds everything of a pool: settings, app clients with their secrets, groups, users with password hashes and
every factor. It is sealed to a public key; only the private one opens it.

Examples:
  gatehouse-pools keys make-export-key backup
  gatehouse-pools export start us-east-1_AbCdEfGhI --public-key backup.public.json --out shop.export
  gatehouse-pools export fetch us-east-1_AbCdEfGhI export-0mk… --out shop.export     goes on after a Ctrl-C
  gatehouse-pools export decrypt shop.export --key backup.private.json | head
  gatehouse-pools restore shop.export --key backup.private.json`;

const summary = ({ ExportId, Status, Users, Groups, CompletionMessage }: PoolExport): string =>
  [`${ExportId}: ${Status}. ${Users} users, ${Groups} groups.`, CompletionMessage ?? ''].join(' ').trim();

const report = (out: Output, state: PoolExport, file: string | undefined): void => {
  out.answer({ UserPoolExport: state, ...(file && { File: file }) }, `${summary(state)}${file ? ` In ${file}.` : ''}`);
  if (state.Status !== 'Succeeded') process.exitCode = exitCodes.failed;
};

interface StartOptions {
  readonly publicKey: string;
  readonly out?: string;
}

const start = async (poolId: string, options: StartOptions, command: Command): Promise<void> => {
  if (options.out !== undefined) assertNew(options.out);
  const publicKey = readPublicKey(options.publicKey);
  const { api, out } = await openSession(command);
  const begun = await createExport(api, poolId, publicKey);
  const { UserPoolId, ExportId } = begun;
  if (options.out === undefined) {
    out.answer(
      { UserPoolExport: begun },
      `Started. Fetch it: gatehouse-pools export fetch ${UserPoolId} ${ExportId} --out <file>`,
    );
    return;
  }
  report(out, await fetchExport({ api, out, id: { UserPoolId, ExportId }, file: options.out }), options.out);
};

const fetch = async (UserPoolId: string, ExportId: string, options: { readonly out: string }, command: Command) => {
  assertWritable(options.out);
  const { api, out } = await openSession(command);
  report(out, await fetchExport({ api, out, id: { UserPoolId, ExportId }, file: options.out }), options.out);
};

const list = async (poolId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const exports = await collect(listExports(api, poolId));
  const rows = exports.map((one) => [one.ExportId, one.Status, String(one.Users), String(one.Groups)]);
  out.answer({ UserPoolExports: exports }, toTable([['EXPORT', 'STATUS', 'USERS', 'GROUPS'], ...rows]));
};

const status = async (UserPoolId: string, ExportId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const { state } = await describeExport(api, { UserPoolId, ExportId }, 0);
  out.answer({ UserPoolExport: state }, toFacts(state));
};

const stop = async (UserPoolId: string, ExportId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const state = await stopExport(api, { UserPoolId, ExportId });
  out.answer({ UserPoolExport: state }, summary(state));
};

interface DecryptOptions {
  readonly key: string;
  readonly out?: string;
}

const decryptTo = async (file: string, key: CryptoKey, to: Writable): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  const opened = openExport(file, key);
  await pipeline(
    Readable.from(opened),
    async function* (records: AsyncIterable<{ readonly record: { readonly type: string }; readonly line: string }>) {
      for await (const { record, line } of records) {
        counts[record.type] = (counts[record.type] ?? 0) + 1;
        yield `${line}\n`;
      }
    },
    to,
    { end: to !== process.stdout },
  );
  return counts;
};

const decrypt = async (file: string, options: DecryptOptions, command: Command): Promise<void> => {
  const { out: target } = options;
  sizeOf(file);
  const key = await readPrivateKey(options.key);
  if (target === undefined) {
    await decryptTo(file, key, process.stdout);
    return;
  }
  assertNew(target);
  // This name shows that the file is not complete yet. An incomplete file is in clear text and must not stay.
  const partial = `${target}.partial`;
  assertNew(partial);
  process.once('exit', () => rmSync(partial, { force: true }));
  const { user = 0, group = 0 } = await decryptTo(
    file,
    key,
    createWriteStream(partial, { fd: openSync(partial, 'wx', 0o600) }),
  );
  renameSync(partial, target);
  outputOf(command).answer(
    { File: target, Users: user, Groups: group },
    `${user} users and ${group} groups in ${target}, in the clear: passwords’ hashes and secrets too.`,
  );
};

/** Adds `gatehouse-pools export`. */
export const addExport = (program: Command): void => {
  const exports = program
    .command('export')
    .description('take everything of a pool out, sealed')
    .addHelpText('after', examples);
  exports
    .command('start <pool>')
    .description('begin an export')
    .requiredOption('--public-key <file>', 'JWK that it is sealed to; keys make-export-key makes one')
    .addOption(new Option('--out <file>', 'wait for it and put it there'))
    .action(start);
  exports
    .command('fetch <pool> <export>')
    .description('put an export into a file; what is there already is kept')
    .requiredOption('--out <file>', 'the file')
    .action(fetch);
  exports.command('list <pool>').description('the exports of a pool').action(list);
  exports.command('status <pool> <export>').description('how far an export is').action(status);
  exports.command('stop <pool> <export>').description('stop an export').action(stop);
  exports
    .command('decrypt <file>')
    .description('open an export: JSON Lines, checked to be whole')
    .requiredOption('--key <file>', 'the private key')
    .option('--out <file>', 'where to (default: standard output)')
    .action(decrypt);
};
