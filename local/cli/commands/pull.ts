import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { writeJsonFile } from '../../data-folder/json-files.ts';
import type { Pulled } from '../../pull/pull.ts';
import { createApi } from '../api.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { toTable } from '../output.ts';
import { outputOf } from '../session.ts';
import { dataFile, explainAwsOf, type GlobalOptions, resolveSettings } from '../settings.ts';
import { toAddress, toFunctionArn, toRate } from '../side-options.ts';
import { assertWritable } from '../transfer.ts';

interface Options extends GlobalOptions {
  readonly fromProfile?: string;
  readonly fromEndpoint?: string;
  readonly rate?: number;
  readonly since?: Date | 'last';
  readonly userMigration?: string;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly state?: string;
}

const examples = `
The pool is made here under the id that it has at Cognito, its app clients under theirs and with their secrets, and its
users with their sub, attributes, groups and dates. What nobody is told stays there, such as passwords; the report says
what it is and what to do about it. Nobody gets a message, and at Cognito nothing is changed.

Once the pool is here, the same command takes what has changed there since. Run it again after it was interrupted.

Examples:
  gatehouse-pools pull eu-central-1_AbCdEfGhI --from-profile shop --dry-run
  gatehouse-pools pull eu-central-1_AbCdEfGhI --from-profile shop --report report.json
  gatehouse-pools pull eu-central-1_AbCdEfGhI --from-profile shop --since last`;

const toTime = (text: string): Date | 'last' => {
  if (text === 'last') return text;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('Give a time such as 2026-11-30T12:00:00Z, or the word last.');
  }
  return time;
};

const shownNames = 10;

const toText = (poolId: string, dryRun: boolean, { made, changes, users, notes }: Pulled): string => {
  const would = dryRun ? 'would be ' : '';
  const rows = changes.map(({ did, what, name }) => [`${would}${did}`, what, name]);
  const told = notes.map(({ about, what, todo, names = [] }) => {
    const more = names.length > shownNames ? [`  and ${names.length - shownNames} more`] : [];
    return [`${about}: ${what}`, ...names.slice(0, shownNames).map((name) => `  ${name}`), ...more, `  → ${todo}`].join(
      '\n',
    );
  });
  return [
    ...(made ? [`The pool ${poolId} ${would || 'is '}made.`] : []),
    ...(rows.length > 0 ? [toTable(rows)] : []),
    ...told,
    `${users.read} users read, ${users.imported} ${would}imported, ${users.changed} ${would}changed. ${changes.length} other changes, ${notes.length} notes.`,
  ].join('\n\n');
};

const pullPool = async (poolId: string, options: Options, command: Command): Promise<void> => {
  const out = outputOf(command);
  const settings = await resolveSettings(command.optsWithGlobals<GlobalOptions>());
  if (options.report !== undefined) assertWritable(options.report);
  const { cognitoEndpoint, connect, regionOf } = await import('../../pull/connect.ts');
  const { createTurns } = await import('../../pull/pace.ts');
  const { openRun } = await import('../../pull/state.ts');
  const { pull } = await import('../../pull/pull.ts');
  const region = regionOf(poolId);
  const from = options.fromEndpoint ?? cognitoEndpoint(region);
  if (new URL(from).origin === new URL(settings.endpoint).origin) {
    throw new UsageError(
      `${from} is where the pool is to be made. Give the address of the service that it comes from.`,
    );
  }
  const { fromProfile: profile } = options;
  const source = connect({ region, endpoint: from, ...(profile && { profile }) }, createTurns(options.rate));
  const target = connect({ region: settings.region, endpoint: settings.endpoint, credentials: settings.accessKey });
  const file = options.state ?? dataFile(path.join('pulls', `${poolId}.json`));
  const run = openRun(file, { poolId, from }, new Date());
  if (options.since === 'last' && !run.wholeSince) {
    throw new UsageError('No pull of this pool has come to its end here. Pull without --since first.');
  }
  const dryRun = options.dryRun === true;
  const since = options.since === 'last' ? run.wholeSince : options.since;
  const { goesOn, begin: onBegin } = run;
  const { userMigration } = options;
  const session = { out, api: createApi(settings) };
  const interrupt = (): never => {
    out.note('Interrupted. Run the same command again: it goes on.');
    process.exit(exitCodes.interrupted);
  };
  process.on('SIGINT', interrupt);
  if (goesOn) out.note('The last pull did not come to its end. This one goes on with it.');
  const pulled = await pull(session, { source, target, poolId, since, goesOn, dryRun, onBegin, userMigration }).catch(
    explainAwsOf(profile),
  );
  const document = { UserPoolId: poolId, From: from, DryRun: dryRun, ...toDocument(pulled) };
  if (options.report !== undefined) writeJsonFile(options.report, document);
  if (!dryRun) run.end();
  out.answer(document, toText(poolId, dryRun, pulled));
};

const toDocument = ({ made, changes, users, notes }: Pulled) => ({
  Made: made,
  Changes: changes.map(({ did, what, name }) => ({ Did: did, What: what, Name: name })),
  Users: { Read: users.read, Imported: users.imported, Changed: users.changed },
  Notes: notes.map(({ about, what, todo, names }) => ({
    About: about,
    What: what,
    Todo: todo,
    ...(names && { Names: names }),
  })),
});

/** Adds `gatehouse-pools pull`. */
export const addPull = (program: Command): void => {
  program
    .command('pull <pool>')
    .description('take a pool of Cognito over, with its app clients and users, under its id')
    .option('--from-profile <name>', 'profile of the AWS CLI that may read the pool (default: as the AWS CLI chooses)')
    .option('--from-endpoint <url>', 'the service that has the pool, if it is not Cognito', toAddress)
    .option('--rate <calls>', 'calls a second at most for each quota (default: half of the quota)', toRate)
    .option('--since <time>', 'take only users who changed since; last: since the last pull', toTime)
    .option(
      '--user-migration <arn>',
      'the function that brings the passwords of users, such as migrateCognitoUsers',
      toFunctionArn,
    )
    .option('--dry-run', 'only read, and say what would be done')
    .option('--report <file>', 'write down what was done and what is not here as it is there, as JSON')
    .option('--state <file>', 'where the pull notes how far it is (default: in the data folder)')
    .addHelpText('after', examples)
    .action(pullPool);
};
