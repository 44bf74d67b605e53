import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { followTrail, readTrail, recordsIn } from '#local/audit-trail/read-trail.ts';
import { followRemoteTrail, readRemoteTrail } from '#local/audit-trail/remote-trail.ts';
import { linesOf } from '#local/audit-trail/trail-lines.ts';
import { isWanted, type TrailWishes, timeOf } from '#shared/domain/audit-trail/trail-filter.ts';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { UsageError } from '../failures.ts';
import { openSession, outputOf } from '../session.ts';
import { findLaptopTrail, type GlobalOptions, namesDeployment } from '../settings.ts';
import { assertReadable } from '../transfer.ts';

interface Options extends GlobalOptions {
  readonly user?: string;
  readonly key?: string;
  readonly operation?: readonly string[];
  readonly address?: string;
  readonly pool?: string;
  readonly client?: string;
  readonly error?: string | true;
  readonly changes?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly last: string;
  readonly follow?: boolean;
  readonly file?: string;
}

const examples = `
The trail has one record of each call, in the form of CloudTrail's. On this machine it is a file. Of the
deployment that --endpoint names, records are asked for by ListTrailRecords: those of 90 days, unless --since
says otherwise, and upper and lower case of operations count.

Examples:
  gatehouse-pools trail --error --since 1h
  gatehouse-pools trail --address 203.0.113.7 --operation 'Initiate*' Token_POST
  gatehouse-pools trail --changes --pool us-east-1_AbCdEfGhI --last 0
  gatehouse-pools trail --follow --json
  gatehouse-pools trail --endpoint https://auth.example.com --error --follow
  aws logs tail /gatehouse/prod/trail --since 1d | gatehouse-pools trail --file - --error`;

const NO_TRAIL =
  'Which trail? Run gatehouse-pools start here, give --endpoint with a deployment, or --file with the file of a trail.';

const timeIn = (text: string | undefined, option: string): number | undefined => {
  if (text === undefined) return undefined;
  const time = timeOf(text, Date.now());
  if (time !== undefined) return time;
  throw new UsageError(
    `${option} is ${text}. Give a time such as 2026-11-30T12:00:00Z, or 15m, 2h or 7d for so long ago.`,
  );
};

const countIn = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text) || Number.POSITIVE_INFINITY;
  throw new UsageError(`--last is ${text}, which is no number.`);
};

const toWishes = (options: Options): TrailWishes => ({
  ...options,
  operations: options.operation,
  since: timeIn(options.since, '--since'),
  until: timeIn(options.until, '--until'),
});

interface Source {
  /** The oldest first. */
  readonly records: AsyncIterable<TrailRecord> | readonly TrailRecord[];
  /** What comes from now on; undefined where nothing can. */
  readonly follow: ((signal: AbortSignal) => AsyncGenerator<TrailRecord>) | undefined;
}

const ofFile = (path: string, records: Source['records']): Source => ({
  records,
  follow: (signal) => followTrail(path, signal),
});

const toSource = async (command: Command, wishes: TrailWishes, last: number): Promise<Source> => {
  const options = command.optsWithGlobals<Options>();
  const { file } = options;
  if (file === '-') return { records: recordsIn(process.stdin), follow: undefined };
  if (file !== undefined) {
    assertReadable(file);
    return ofFile(file, recordsIn(createReadStream(file)));
  }
  if (namesDeployment(options)) {
    const { own } = (await openSession(command)).api;
    const records = await readRemoteTrail(own, wishes, last);
    return { records, follow: (signal) => followRemoteTrail(own, wishes, signal) };
  }
  const path = findLaptopTrail();
  if (path === undefined) throw new UsageError(NO_TRAIL);
  return ofFile(path, readTrail(path));
};

/** Adds `gatehouse-pools trail`. */
export const addTrail = (program: Command): void => {
  program
    .command('trail')
    .description('show who called what, and what came of it')
    .option('--user <sub>', 'about that user')
    .option('--key <access-key-id>', 'signed by that access key')
    .option('--operation <names...>', 'operations or events, * for any characters')
    .option('--address <ip>', 'from that address')
    .option('--pool <id>', 'at that user pool or identity pool')
    .option('--client <id>', 'at that app client')
    .option('--error [code]', 'refused or failed; with a code, in that way')
    .option('--changes', 'what changed settings')
    .option('--since <time>', 'not earlier: ISO 8601, or 15m, 2h, 7d ago')
    .option('--until <time>', 'not later')
    .option('--last <number>', 'so many, the latest; 0 for all', '100')
    .option('--follow', 'go on with what comes, until Ctrl-C')
    .option('--file <path>', 'the file of a trail, - for standard input')
    .addHelpText('after', examples)
    .action(async (_: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const [wishes, last, out] = [toWishes(options), countIn(options.last), outputOf(command)];
      const { records, follow } = await toSource(command, wishes, last);
      if (options.follow && !follow) throw new UsageError('--follow needs a file or a deployment.');
      const ending = new AbortController();
      // It begins before what is there was read, so that nothing is missed in between.
      const coming = options.follow ? follow?.(ending.signal) : undefined;
      const first = coming?.next();
      const found: TrailRecord[] = [];
      for await (const record of records) {
        if (!isWanted(record, wishes)) continue;
        found.push(record);
        if (found.length > last) found.shift();
      }
      if (!coming) {
        out.answer({ records: found }, found.map(linesOf).join('\n') || 'No call of that kind is on the trail.');
        return;
      }
      for (const record of found) out.step(record, linesOf(record));
      const seen = new Set(found.map(({ eventID }) => eventID));
      const show = (record: TrailRecord): void => {
        if (isWanted(record, wishes) && !seen.has(record.eventID)) out.step(record, linesOf(record));
      };
      const begun = await first;
      if (begun && !begun.done) show(begun.value);
      for await (const record of coming) show(record);
    });
};
