import type { Command } from 'commander';
import type { PlannedPush } from '../../push/push.ts';
import type { PushState } from '../../push/push-state.ts';
import { createApi } from '../api.ts';
import { UsageError } from '../failures.ts';
import { toTable } from '../output.ts';
import { outputOf } from '../session.ts';
import { explainAwsOf, type GlobalOptions, resolveSettings } from '../settings.ts';
import { toAddress, toRate } from '../side-options.ts';
import { assertWritable } from '../transfer.ts';

interface Options extends GlobalOptions {
  readonly toProfile?: string;
  readonly toRegion?: string;
  readonly toEndpoint?: string;
  readonly rate?: number;
  readonly dryRun?: boolean;
  readonly report?: string;
}

const examples = `
A new pool is made at Cognito, with the settings, app clients, groups, providers and pages of this one, and its users
without passwords. Cognito gives new ids to the pool and the app clients, and a new sub to every user: the report tells
them. What Cognito does not take is in the report, too, with what to do about it. Nobody gets a message, and here nothing
is changed.

Run it again, with the same report, after it was interrupted.

Examples:
  gatehouse-pools push us-east-1_AbCdEfGhI --to-profile shop --dry-run
  gatehouse-pools push us-east-1_AbCdEfGhI --to-profile shop --report shop.json`;

type Notes = readonly {
  readonly about: string;
  readonly what: string;
  readonly todo: string;
  readonly names?: readonly string[] | undefined;
}[];

const shownNames = 10;

const tell = (notes: Notes): readonly string[] =>
  notes.map(({ about, what, todo, names = [] }) => {
    const more = names.length > shownNames ? [`  and ${names.length - shownNames} more`] : [];
    const shown = names.slice(0, shownNames).map((name) => `  ${name}`);
    return [`${about}: ${what}`, ...shown, ...more, `  → ${todo}`].join('\n');
  });

const planText = ({ name, changes, users, notes }: PlannedPush): string =>
  [
    `The pool ${name} would be made, with about ${users} users.`,
    ...(changes.length > 0 ? [toTable(changes.map(({ what, name: one }) => ['would be made', what, one]))] : []),
    ...tell(notes),
  ].join('\n\n');

const reportText = (
  { from, poolId = '', clients, users, notes, usersFile }: PushState & { readonly usersFile: string },
  file: string,
): string => {
  const rows = Object.entries(clients).map(([formerId, { name, clientId }]) => [
    `app client ${name}`,
    formerId,
    clientId,
  ]);
  return [
    toTable([['', 'HERE', 'THERE'], ['user pool', from.poolId, poolId], ...rows]),
    ...tell(notes),
    `${users.made} users made, ${users.left} left out. ${notes.length} notes. The new ids are in ${file} and ${usersFile}.`,
  ].join('\n\n');
};

const toDocument = (report: PushState & { readonly usersFile: string }, ReportFile: string) => ({
  UserPoolId: report.poolId,
  FormerUserPoolId: report.from.poolId,
  UserPoolClients: Object.entries(report.clients).map(([FormerClientId, { name, clientId }]) => ({
    ClientId: clientId,
    FormerClientId,
    ClientName: name,
  })),
  Users: { Made: report.users.made, Left: report.users.left },
  Notes: toNotes(report.notes),
  ReportFile,
  UsersFile: report.usersFile,
});

const toNotes = (notes: Notes) =>
  notes.map(({ about, what, todo, names }) => ({
    About: about,
    What: what,
    Todo: todo,
    ...(names && { Names: names }),
  }));

const pushPool = async (poolId: string, options: Options, command: Command): Promise<void> => {
  const out = outputOf(command);
  const settings = await resolveSettings(command.optsWithGlobals<GlobalOptions>());
  const { cognitoEndpoint, connect, regionOf } = await import('../../pull/connect.ts');
  const { createTurns } = await import('../../pull/pace.ts');
  const { planPush, push } = await import('../../push/push.ts');
  const ownRegion = regionOf(poolId);
  const { toProfile: profile, toRegion: region = ownRegion } = options;
  const endpoint = options.toEndpoint ?? cognitoEndpoint(region);
  const reportFile = options.report ?? `push-${poolId}.json`;
  if (new URL(endpoint).origin === new URL(settings.endpoint).origin) {
    throw new UsageError(`${endpoint} is where the pool is. Give the address of the service that it goes to.`);
  }
  const wanted = {
    source: connect({ region: settings.region, endpoint: settings.endpoint, credentials: settings.accessKey }),
    target: connect({ region, endpoint, ...(profile && { profile }) }, createTurns(options.rate)),
    poolId,
    from: settings.endpoint,
    to: { endpoint, region },
    reportFile,
  };
  const session = { out, api: createApi(settings) };
  if (options.dryRun) {
    const planned = await planPush(session, wanted).catch(explainAwsOf());
    const Changes = planned.changes.map(({ what, name }) => ({ What: what, Name: name }));
    const document = {
      DryRun: true,
      PoolName: planned.name,
      Users: planned.users,
      Changes,
      Notes: toNotes(planned.notes),
    };
    out.answer(document, planText(planned));
    return;
  }
  assertWritable(reportFile);
  const report = await push(session, wanted).catch(explainAwsOf(profile));
  out.answer(toDocument(report, reportFile), reportText(report, reportFile));
};

/** Adds `gatehouse-pools push`. */
export const addPush = (program: Command): void => {
  program
    .command('push <pool>')
    .description('take a pool to Cognito, with its app clients and users, under new ids')
    .option('--to-profile <name>', 'profile of the AWS CLI that may make the pool (default: as the AWS CLI chooses)')
    .option('--to-region <region>', 'where to make it (default: the Region in the id of the pool)')
    .option('--to-endpoint <url>', 'the service that gets the pool, if it is not Cognito', toAddress)
    .option('--rate <calls>', 'calls a second at most for each quota (default: half of the quota)', toRate)
    .option('--dry-run', 'only read here, and say what would be made')
    .option('--report <file>', 'new ids and notes, as JSON, by which a push goes on (default: push-<pool>.json)')
    .addHelpText('after', examples)
    .action(pushPool);
};
