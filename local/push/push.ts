/** Takes a pool of this deployment to Cognito, as far as the API lets it. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Session } from '../cli/session.ts';
import type { Note } from '../pull/notes.ts';
import { bringUpToDate, type Change } from '../pull/parts.ts';
import type { PoolFacts } from '../pull/pool-facts.ts';
import { partsOf } from '../pull/pool-parts.ts';
import { readPool } from '../pull/read-pool.ts';
import { ownNotes } from './own-settings.ts';
import { pushNotes } from './push-notes.ts';
import { finishPool, pushPool } from './push-pool.ts';
import { type KeptState, openState, type PushState, usersFileOf } from './push-state.ts';
import { pushMembers, pushUsers } from './push-users.ts';
import { withoutProviderGroups } from './translated.ts';

interface Wanted {
  readonly source: CognitoIdentityProviderClient;
  readonly target: CognitoIdentityProviderClient;
  readonly poolId: string;
  /** Addresses, and the Region there. */
  readonly from: string;
  readonly to: PushState['to'];
  readonly reportFile: string;
}

const factsOf = async ({ source, poolId }: Pick<Wanted, 'source' | 'poolId'>): Promise<PoolFacts> => {
  const facts = await readPool(source, poolId);
  if (!facts) throw new Error(`There is no user pool ${poolId} here.`);
  return withoutProviderGroups(facts);
};

/** What a push would do. */
export interface PlannedPush {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly users: number;
  readonly notes: readonly Note[];
}

const nobody = { isOver: false, made: 0, left: 0, bytes: 0, passwords: 0, invited: 0, apps: 0 };

/** What a push of the pool would make. Only the pool here is asked. */
export const planPush = async (session: Session, wanted: Wanted): Promise<PlannedPush> => {
  const facts = await factsOf(wanted);
  const { changes } = await bringUpToDate(partsOf(wanted.target, { there: facts, here: undefined }), true);
  return {
    name: facts.pool.Name ?? '',
    changes: changes.filter(({ what }) => !what.startsWith('secret')),
    users: facts.pool.EstimatedNumberOfUsers ?? 0,
    notes: [
      ...pushNotes(facts, { users: nobody }, usersFileOf(wanted.reportFile)),
      ...(await ownNotes(session.api, facts)),
    ],
  };
};

const takeUsers = async ({ out }: Session, wanted: Wanted, facts: PoolFacts, state: KeptState): Promise<void> => {
  const sides = { ...wanted, facts, state };
  const total = facts.pool.EstimatedNumberOfUsers ?? 0;
  const bar = out.progress('Users', 'users');
  try {
    const { made, left } = state.now().users;
    bar.update(made + left, total);
    await pushUsers(sides, (done) => bar.update(done, Math.max(done, total)));
  } finally {
    bar.stop();
  }
  if (facts.groups.size === 0) return;
  const members = out.progress('Groups', 'members');
  try {
    await pushMembers(sides, (done) => members.update(done, done));
  } finally {
    members.stop();
  }
};

/**
 * Makes the pool there, with its app clients, groups and users, and reports the new ids. Run again after it ended for
 * whatever reason, it goes on. Throws an Error where there is no such pool, and what the service there refuses as a whole.
 */
export const push = async (session: Session, wanted: Wanted): Promise<PushState & { readonly usersFile: string }> => {
  const { poolId, from, to, target, reportFile } = wanted;
  const facts = await factsOf(wanted);
  // Where nothing answers, or not to this key, no file is left of a push that never began.
  if (!existsSync(reportFile)) await target.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const fresh = { from: { endpoint: from, poolId }, to, mark: randomUUID(), startedAt: new Date().toISOString() };
  const state = openState(reportFile, fresh);
  if (state.now().finishedAt === undefined) {
    if (state.now().poolId !== undefined) {
      session.out.note('The last push did not come to its end. This one goes on with it.');
    }
    const refused = await pushPool({ target, facts, state });
    await takeUsers(session, wanted, facts, state);
    const late = await finishPool({ target, facts, state });
    const own = await ownNotes(session.api, facts);
    const notes = [...refused, ...late, ...pushNotes(facts, state.now(), state.usersFile), ...own];
    state.change({
      notes: notes.map(({ names, ...note }) => ({ ...note, ...(names && { names: [...names] }) })),
      finishedAt: new Date().toISOString(),
    });
  }
  return { ...state.now(), usersFile: state.usersFile };
};
