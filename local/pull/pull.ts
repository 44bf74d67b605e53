/** Makes a pool of Cognito here, or brings it up to date, as far as the API tells it. */
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';
import { Refusal } from '../cli/failures.ts';
import { followJob, listJobs, listRefusals, startJob } from '../cli/import-jobs.ts';
import { jobName } from '../cli/import-run.ts';
import { sealForImport } from '../cli/record-import.ts';
import type { Session } from '../cli/session.ts';
import { upload } from '../cli/transfer.ts';
import type { Bar } from '../progress.ts';
import { type Note, notesOf } from './notes.ts';
import { bringUpToDate, type Change } from './parts.ts';
import type { PoolFacts } from './pool-facts.ts';
import { toManifest, type Wishes, wishedFacts, withBareClients } from './pool-manifest.ts';
import { partsOf } from './pool-parts.ts';
import { pullUsers, type UserOutcome } from './pull-users.ts';
import { readPool } from './read-pool.ts';

interface Wanted extends Wishes {
  readonly source: CognitoIdentityProviderClient;
  readonly target: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly since: Date | undefined;
  readonly goesOn: boolean;
  readonly dryRun: boolean;
  /** Called before anything is made or changed. */
  readonly onBegin: () => void;
}

/** What a pull has done, and what is not here as it is there. */
export interface Pulled {
  /** True where the pool was made. */
  readonly made: boolean;
  readonly changes: readonly Change[];
  readonly users: Pick<UserOutcome, 'read' | 'imported' | 'changed'>;
  readonly notes: readonly Note[];
}

const Made = v.object({ UserPool: v.object({ Id: v.string() }) });

// A pool has a thousand jobs in its life.
const mostJobs = 250;
const smallestPortion = 5000;

const working: ReadonlySet<string> = new Set(['Pending', 'InProgress', 'Stopping']);

// A pool has one job at work at a time. That of a run that was killed goes on by itself.
const waitForJobs = async ({ api, out }: Session, poolId: string): Promise<void> => {
  for await (const { Status, JobId } of listJobs(api, poolId)) {
    if (working.has(Status)) await followJob(api, out, { UserPoolId: poolId, JobId });
  }
};

async function* toLines(records: readonly UserRecordLine[]): AsyncGenerator<string> {
  for (const record of records) yield JSON.stringify(record);
}

const createLoader =
  ({ api, out }: Session, poolId: string, pauseBar: () => void) =>
  async (records: readonly UserRecordLine[]): Promise<ReadonlyMap<string, string>> => {
    pauseBar();
    const name = jobName(undefined).replace('cli', 'pull');
    const { job, file, rows, remove } = await sealForImport({ api, out, poolId, name, lines: toLines(records) });
    try {
      if (!job.PreSignedUrl) throw new Error('The job has no address to upload to.');
      await upload(file, job.PreSignedUrl, out);
      const id = { UserPoolId: poolId, JobId: job.JobId };
      await startJob(api, id);
      const { Status, CompletionMessage = '', SkippedUsers, FailedUsers } = await followJob(api, out, id, rows);
      if (Status !== 'Succeeded') throw new Error(`The import ${job.JobId} ended as ${Status}. ${CompletionMessage}`);
      const refused = new Map<string, string>();
      if (SkippedUsers + FailedUsers === 0) return refused;
      for await (const { Username = '', Reason } of listRefusals(api, id)) refused.set(Username, Reason);
      return refused;
    } finally {
      remove();
    }
  };

// Bars of other steps are drawn between two of its updates.
const createProgress = ({ out }: Session) => {
  const units = { groups: 'Reading groups', users: 'Reading' } as const;
  let open: { readonly step: keyof typeof units; readonly bar: Bar } | undefined;
  const stop = (): void => {
    open?.bar.stop();
    open = undefined;
  };
  const update = (step: keyof typeof units, done: number, of: number): void => {
    if (open?.step !== step) {
      stop();
      open = { step, bar: out.progress(units[step], step) };
    }
    open.bar.update(done, of);
  };
  return { update, stop };
};

const takeUsers = async (
  session: Session,
  { source, target, poolId, since, goesOn, dryRun }: Wanted,
  there: PoolFacts,
  hereSince: Date | undefined,
): Promise<UserOutcome> => {
  const progress = createProgress(session);
  try {
    return await pullUsers({
      source,
      target,
      there,
      hereSince,
      since,
      goesOn,
      dryRun,
      load: createLoader(session, poolId, progress.stop),
      portion: Math.max(smallestPortion, Math.ceil((there.pool.EstimatedNumberOfUsers ?? 0) / mostJobs)),
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
  }
};

const ofSettings: ReadonlySet<string> = new Set([
  'InvalidParameterException',
  'InvalidOAuthFlowException',
  'ScopeDoesNotExistException',
]);

const makePool = async ({ api }: Session, there: PoolFacts): Promise<void> => {
  const make = (Manifest: object) => api.own('RestoreUserPool', { Manifest, KeepId: true }, Made);
  const manifest = toManifest(there, new Date());
  await make(manifest).catch((error: unknown) => {
    if (!(error instanceof Refusal && ofSettings.has(error.name))) throw error;
    return make(withBareClients(manifest));
  });
};

/**
 * Makes the pool under its id, with its app clients under theirs, and takes its users; where it is here already, what has
 * changed there is changed here. Throws an Error where there is no such pool, and what the services refuse as a whole.
 */
export const pull = async (session: Session, wanted: Wanted): Promise<Pulled> => {
  const { source, target, poolId, dryRun, onBegin } = wanted;
  const facts = await readPool(source, poolId);
  if (!facts) throw new Error(`There is no user pool ${poolId} at the source.`);
  const there = wishedFacts(facts, wanted);
  const before = await readPool(target, poolId);
  if (!dryRun) {
    onBegin();
    if (before) await waitForJobs(session, poolId);
    else await makePool(session, there);
  }
  const here = before ?? (dryRun ? undefined : await readPool(target, poolId));
  const outcome = await bringUpToDate(partsOf(target, { there, here }), dryRun);
  const { tally, notes, ...users } = await takeUsers(session, wanted, there, before?.pool.CreationDate);
  return {
    made: before === undefined,
    changes: outcome.changes,
    users,
    notes: [...outcome.notes, ...notes, ...notesOf(facts, there, tally)],
  };
};
