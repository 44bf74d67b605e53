import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { changePool } from '../changing.ts';
import { makePasswordFile } from '../leaked-password-file.ts';
import { toFacts } from '../output.ts';
import { openSession, outputOf } from '../session.ts';
import { assertNew, sizeOf } from '../transfer.ts';

const Blocklist = v.object({
  UserPoolId: v.string(),
  Enforced: v.boolean(),
  File: v.optional(v.object({ Name: v.string() })),
  RangeService: v.optional(v.object({ Url: v.string(), TimeoutMilliseconds: v.number() })),
  Unchecked: v.picklist(['ALLOW', 'REFUSE']),
});

const examples = `
Examples:
  gatehouse-pools leaked-passwords make pwned-passwords-sha1.txt pwned.bin     lines of SHA-1, as Have I Been Pwned gives them
  gatehouse-pools leaked-passwords make words.txt words.bin --passwords        lines of passwords
  gatehouse-pools leaked-passwords nist us-east-1_AbCdEfGhI                    NIST SP 800-63B-4: 15 characters, no rules, the list
  gatehouse-pools leaked-passwords show us-east-1_AbCdEfGhI`;

const toWords = ({ UserPoolId, Enforced, File, RangeService, Unchecked }: v.InferOutput<typeof Blocklist>): string =>
  toFacts({
    pool: UserPoolId,
    'the policy refuses them': Enforced ? 'yes' : 'no',
    file: File?.Name,
    'service of ranges': RangeService && `${RangeService.Url}, ${RangeService.TimeoutMilliseconds} ms`,
    'where a list cannot be asked': Unchecked === 'REFUSE' ? 'refused' : 'let through',
  });

const make = async (
  list: string,
  file: string,
  { passwords }: { readonly passwords?: boolean },
  command: Command,
): Promise<void> => {
  sizeOf(list);
  assertNew(file);
  const size = await makePasswordFile(list, file, passwords ? 'passwords' : 'digests');
  outputOf(command).answer(
    { file, passwords: size },
    `${file} holds ${size} passwords. Put it into the files bucket under leaked-passwords/: aws s3 cp ${file} s3://<FilesBucketName of the stack>/leaked-passwords/`,
  );
};

const show = async (UserPoolId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const found = await api.own('GetUserPoolPasswordBlocklist', { UserPoolId }, Blocklist);
  out.answer(found, toWords(found));
};

// Section 3.1.1.2 of NIST SP 800-63B-4: 15 characters where the password may be all, no rules of composition, and a list
// of passwords that are refused.
const nistPolicy = (minimum: string): readonly string[] => [
  `MinimumLength=${minimum}`,
  ...['Uppercase', 'Lowercase', 'Numbers', 'Symbols'].map((kind) => `Require${kind}=false`),
];

const nist = async (UserPoolId: string, { minimum }: { readonly minimum: string }, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const { UserPoolId: _pool, ...before } = await api.own('GetUserPoolPasswordBlocklist', { UserPoolId }, Blocklist);
  await changePool(
    api,
    UserPoolId,
    nistPolicy(minimum).map((change) => `Policies.PasswordPolicy.${change}`),
  );
  const set = await api.own('SetUserPoolPasswordBlocklist', { ...before, UserPoolId, Enforced: true }, Blocklist);
  out.answer(set, `Passwords in ${UserPoolId} have ${minimum} characters at least, of any kind, and are on no list.`);
};

/** Adds `gatehouse-pools leaked-passwords`. */
export const addLeakedPasswords = (program: Command): void => {
  const leaked = program
    .command('leaked-passwords')
    .description('lists of passwords that leaked elsewhere, and a policy by them')
    .addHelpText('after', examples);
  leaked
    .command('make <list> <file>')
    .description('make a file for the files bucket from lines of SHA-1 digests')
    .option('--passwords', 'the lines are the passwords themselves')
    .action(make);
  leaked.command('show <pool>').description('what a pool does by which lists').action(show);
  leaked
    .command('nist <pool>')
    .description('give a pool the password policy of NIST SP 800-63B-4')
    .addOption(
      new Option('--minimum <characters>', 'shortest password: 8 where everybody has a second factor')
        .choices(['8', '15'])
        .default('15'),
    )
    .action(nist);
};
