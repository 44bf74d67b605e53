import { existsSync, rmSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import * as v from 'valibot';
import { makeFile } from '../../data-folder/whole-files.ts';
import { UsageError } from '../failures.ts';
import { toTable } from '../output.ts';
import { openSession, outputOf } from '../session.ts';
import { assertWritable } from '../transfer.ts';

const Published = v.object({
  SigningKeys: v.array(
    v.object({
      Kid: v.string(),
      Use: v.string(),
      SigningAlgorithm: v.string(),
      ActiveFrom: v.number(),
      PublishedUntil: v.optional(v.number()),
    }),
  ),
});

const examples = `
Examples:
  gatehouse-pools keys rotate us-east-1_AbCdEfGhI                      new keys sign in two hours
  gatehouse-pools keys rotate us-east-1_AbCdEfGhI --overlap 0          at once: after a leak
  gatehouse-pools keys rotate us-east-1_AbCdEfGhI --algorithm ES256    the new keys sign with ES256
  gatehouse-pools keys rotate-identity                                 of all identity pools: signs in a day
  gatehouse-pools keys make-export-key backup                          backup.public.json, backup.private.json`;

const seconds = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give whole seconds.');
  return Number(text);
};

const time = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at * 1000).toISOString().replace(/\.\d+/, '');

interface Rotation {
  readonly overlap?: number;
  readonly algorithm?: string;
}

type Published = v.InferOutput<typeof Published>;

const tableOf = ({ SigningKeys }: Published): string => {
  const rows = SigningKeys.map(({ Kid, Use, SigningAlgorithm, ActiveFrom, PublishedUntil }) => [
    Kid,
    Use,
    SigningAlgorithm,
    time(ActiveFrom),
    time(PublishedUntil),
  ]);
  return toTable([['KEY', 'SIGNS', 'WITH', 'FROM', 'PUBLISHED UNTIL'], ...rows]);
};

const rotate = async (UserPoolId: string, { overlap, algorithm }: Rotation, command: Command) => {
  const { api, out } = await openSession(command);
  const request = {
    UserPoolId,
    ...(overlap !== undefined && { OverlapSeconds: overlap }),
    ...(algorithm !== undefined && { SigningAlgorithm: algorithm }),
  };
  const answer = await api.own('RotateSigningKeys', request, Published);
  out.answer(answer, tableOf(answer));
};

const rotateIdentity = async ({ overlap }: Pick<Rotation, 'overlap'>, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const request = { ...(overlap !== undefined && { OverlapSeconds: overlap }) };
  const answer = await api.own('RotateIdentitySigningKeys', request, Published);
  out.answer(answer, tableOf(answer));
};

const makeExportKey = async (name: string, _: object, command: Command): Promise<void> => {
  const files = { public: `${name}.public.json`, private: `${name}.private.json` };
  const isThere = (file: string): UsageError =>
    new UsageError(`${file} is there already. Choose another name: what it opens would be lost.`);
  const there = Object.values(files).find((file) => existsSync(file));
  if (there) throw isThere(there);
  for (const file of Object.values(files)) assertWritable(file);
  const alg = 'ECDH-ES+A256KW';
  const pair = await generateKeyPair(alg, { extractable: true });
  const toFile = async (key: CryptoKey): Promise<string> =>
    `${JSON.stringify({ ...(await exportJWK(key)), alg, use: 'enc' }, undefined, 2)}\n`;
  const [open, secret] = [await toFile(pair.publicKey), await toFile(pair.privateKey)];
  if (!makeFile(files.private, secret)) throw isThere(files.private);
  // A private key without its public key is useless, and would block the name.
  try {
    if (!makeFile(files.public, open, 0o644)) throw isThere(files.public);
  } catch (error) {
    rmSync(files.private, { force: true });
    throw error;
  }
  outputOf(command).answer(
    { publicKey: files.public, privateKey: files.private },
    `${files.public} encrypts exports. ${files.private} opens them: keep it elsewhere than the exports.`,
  );
};

/** Adds `gatehouse-pools keys`. */
export const addKeys = (program: Command): void => {
  const keys = program
    .command('keys')
    .description('signing keys of pools and identity pools, and key pairs for exports')
    .addHelpText('after', examples);
  keys
    .command('rotate <pool>')
    .description('give a pool new signing keys')
    .option('--overlap <seconds>', 'how long they are published before they sign (default: two hours)', seconds)
    .addOption(
      new Option('--algorithm <name>', 'what they sign with (default: what the present ones do)').choices([
        'RS256',
        'ES256',
      ]),
    )
    .action(rotate);
  keys
    .command('rotate-identity')
    .description('give the identity pools of the deployment a new signing key')
    .option('--overlap <seconds>', 'how long it is published before it signs (default: a day)', seconds)
    .action(rotateIdentity);
  keys
    .command('make-export-key <name>')
    .description('make a key pair: the public half encrypts exports, the private one opens them')
    .action(makeExportKey);
};
