import { type Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';
import type { Conversion } from '#shared/domain/imports/foreign/foreign-user.ts';
import { namingFor } from '#shared/domain/imports/foreign/naming.ts';
import type { Api } from '../api.ts';
import { exitCodes, UsageError } from '../failures.ts';
import {
  type ForeignExtras,
  type ReadForeignFiles,
  readAuth0,
  readFirebase,
  readKeycloak,
  readSupabase,
} from '../foreign-sources.ts';
import { importLines, type RunOptions, withRunOptions } from '../import-run.ts';
import { type MigrationReport, startReport, toRecordLines } from '../migration.ts';
import { type Output, toTable } from '../output.ts';
import { openSession } from '../session.ts';
import { sizeOf } from '../transfer.ts';

interface Options extends RunOptions, ForeignExtras {
  readonly attribute?: Readonly<Record<string, string>>;
  readonly report?: string;
  readonly dryRun?: boolean;
}

const PoolSettings = v.object({
  UserPool: v.object({
    SchemaAttributes: v.array(v.object({ Name: v.string() })),
    UsernameAttributes: v.optional(v.array(v.picklist(['email', 'phone_number']))),
    AliasAttributes: v.optional(v.array(v.picklist(['email', 'phone_number', 'preferred_username']))),
  }),
});

const MfaSettings = v.object({
  MfaConfiguration: v.optional(v.string()),
  SoftwareTokenMfaConfiguration: v.optional(v.object({ Enabled: v.optional(v.boolean()) })),
});

const conversionFor = async (api: Api, UserPoolId: string, { attribute }: Options): Promise<Conversion> => {
  const { UserPool } = await api.cognito('DescribeUserPool', { UserPoolId }, PoolSettings);
  const known = new Set(UserPool.SchemaAttributes.map(({ Name }) => Name));
  const unknown = Object.keys(attribute ?? {}).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new UsageError(`The pool has no attribute ${unknown.join(', ')}.`);
  const { MfaConfiguration, SoftwareTokenMfaConfiguration } = await api.cognito(
    'GetUserPoolMfaConfig',
    { UserPoolId },
    MfaSettings,
  );
  return {
    asksForApps: MfaConfiguration !== 'OFF' && SoftwareTokenMfaConfiguration?.Enabled === true,
    naming: namingFor({
      ...(UserPool.UsernameAttributes && { UsernameAttributes: UserPool.UsernameAttributes }),
      ...(UserPool.AliasAttributes && { AliasAttributes: UserPool.AliasAttributes }),
    }),
    ...(attribute && { attributes: attribute }),
    now: Date.now(),
  };
};

const collectAttribute = (text: string, before: Readonly<Record<string, string>> = {}) => {
  const [, name, place] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || place === undefined) {
    throw new InvalidArgumentError('Write it as <attribute of the pool>=<place in the file>.');
  }
  return { ...before, [name]: place };
};

const tell = (out: Output, users: number, report: MigrationReport, file: string | undefined): void => {
  const rows = report.first.map(({ username = '', note, leftOut }) => [username, leftOut ? 'left out' : 'note', note]);
  const rest = report.count() - rows.length;
  const where = file === undefined ? 'give --report <file> for all of them' : `all are in ${file}`;
  const table = rows.length > 0 ? [toTable([['USERNAME', '', ''], ...rows])] : [];
  const more = rest > 0 ? [`${rest} more notes: ${where}.`] : [];
  out.step(
    { Migration: { Users: users, LeftOut: report.leftOut(), Notes: report.first, NotesInAll: report.count() } },
    [...table, ...more, `${users} users to import, ${report.leftOut()} left out.`].join('\n'),
  );
};

const drain = async (lines: AsyncIterable<string>): Promise<void> => {
  for await (const _ of lines);
};

const migrate =
  (read: ReadForeignFiles) =>
  async (poolId: string, files: readonly string[], options: Options, command: Command): Promise<void> => {
    for (const file of [...files, options.passwords ?? [], options.hashConfig ?? []].flat()) sizeOf(file);
    const session = await openSession(command);
    const report = startReport(options.report);
    const conversion = await conversionFor(session.api, poolId, options);
    const counted = { users: 0 };
    const lines = toRecordLines(read(files, conversion, options), report, counted);
    const onRead = async (): Promise<void> => {
      await report.close();
      if (counted.users + report.leftOut() === 0) throw new UsageError(`No users in ${files.join(', ')}.`);
      tell(session.out, counted.users, report, options.report);
      if (options.strict && report.leftOut() > 0) process.exitCode = exitCodes.failed;
    };
    if (options.dryRun) {
      await drain(lines);
      await onRead();
      return;
    }
    await importLines(session, {
      poolId,
      lines,
      options,
      onRead: async () => {
        await onRead();
        if (counted.users === 0) throw new Error('Nobody is left to import.');
      },
    });
  };

const withMigrationOptions = (command: Command): Command =>
  withRunOptions(command)
    .option(
      '--attribute <name=place>',
      'take an attribute from somewhere in the file, such as custom:plan=app_metadata.plan; may be given again',
      collectAttribute,
    )
    .option('--report <file>', 'write down who was left out, and what of whom, as JSON Lines')
    .option('--dry-run', 'only say what would be imported');

/** Adds the imports from other products to `gatehouse-pools import`. */
export const addMigrations = (imports: Command): void => {
  withMigrationOptions(imports.command('auth0 <pool> <files...>'))
    .description('import a user export of Auth0: JSON, or one user a line')
    .option('--passwords <file>', 'the export of password hashes that Auth0’s support gives')
    .action(migrate(readAuth0));
  withMigrationOptions(imports.command('firebase <pool> <files...>'))
    .description('import an auth:export of Firebase: JSON or CSV')
    .option('--hash-config <file>', 'the password hash parameters of the project; without them passwords are reset')
    .action(migrate(readFirebase));
  withMigrationOptions(imports.command('keycloak <pool> <files...>'))
    .description('import a realm export of Keycloak, or the files of its users')
    .option('--realm <name>', 'the realm whose users to import, where the files are of several')
    .action(migrate(readKeycloak));
  withMigrationOptions(imports.command('supabase <pool> <files...>'))
    .description('import the table auth.users of Supabase: JSON or CSV')
    .action(migrate(readSupabase));
};
