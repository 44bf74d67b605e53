import * as v from 'valibot';
import { type Api, everyItem } from './api.ts';
import { watch } from './interruption.ts';
import type { Output } from './output.ts';

const Obstacle = v.object({
  Username: v.string(),
  Reasons: v.array(
    v.object({
      Reason: v.string(),
      Attribute: v.string(),
      Name: v.optional(v.string()),
      TakenBy: v.optional(v.string()),
      Message: v.optional(v.string()),
    }),
  ),
});
const Settings = v.record(v.string(), v.unknown());
const Plan = v.object({
  Before: Settings,
  After: Settings,
  UsersExamined: v.number(),
  UsersToChange: v.number(),
  UsersObstructed: v.number(),
  Obstacles: v.array(Obstacle),
  NextToken: v.optional(v.string()),
});
const Change = v.object({
  Id: v.string(),
  Status: v.string(),
  Requested: v.optional(Settings),
  UsersExamined: v.optional(v.number()),
  UsersChanged: v.optional(v.number()),
  UsersObstructed: v.optional(v.number()),
});
const Changed = v.object({ Change: v.optional(Change) });
const Described = v.object({
  Change: v.optional(Change),
  Obstacles: v.optional(v.array(Obstacle), []),
  NextToken: v.optional(v.string()),
});

export type PoolChange = v.InferOutput<typeof Change>;
export type Obstacle = v.InferOutput<typeof Obstacle>;
export type ChangePlan = Omit<v.InferOutput<typeof Plan>, 'NextToken'>;

/** A change of a pool in the form that operations take. */
export type AskedChange = Readonly<Record<string, unknown>>;

type Operation = 'ApplyUserPoolChange' | 'FinishUserPoolChange' | 'RollBackUserPoolChange';

/** Checks for all users of a pool what a change would mean to them, without changing anything. */
export const planChange = async (
  api: Api,
  out: Output,
  UserPoolId: string,
  asked: AskedChange,
): Promise<ChangePlan> => {
  const obstacles: Obstacle[] = [];
  const bar = out.progress('Looking at', 'users');
  try {
    let page: v.InferOutput<typeof Plan> | undefined;
    do {
      const request = { UserPoolId, Change: asked, NextToken: page?.NextToken };
      page = await api.own('PlanUserPoolChange', request, Plan);
      obstacles.push(...page.Obstacles);
      bar.update(page.UsersExamined, page.UsersExamined);
    } while (page.NextToken);
    const { NextToken: _, ...plan } = page;
    return { ...plan, Obstacles: obstacles };
  } finally {
    bar.stop();
  }
};

/** Begins, finishes or rolls back a change. */
export const moveChange = async (
  api: Api,
  operation: Operation,
  request: { readonly UserPoolId: string } & AskedChange,
): Promise<PoolChange | undefined> => (await api.own(operation, request, Changed)).Change;

/** The state of a pool's last change; undefined where there never was one. */
export const describeChange = async (api: Api, UserPoolId: string): Promise<PoolChange | undefined> =>
  (await api.own('DescribeUserPoolChange', { UserPoolId, Limit: 1 }, Described)).Change;

/** Users who stand in the way of a pool's change. */
export const listObstacles = (api: Api, UserPoolId: string): AsyncGenerator<Obstacle> =>
  everyItem(
    (NextToken) => api.own('DescribeUserPoolChange', { UserPoolId, NextToken }, Described),
    ({ Obstacles }) => Obstacles,
  );

const resting: ReadonlySet<string> = new Set(['BLOCKED', 'SWITCHED', 'FINISHED', 'ROLLED_BACK']);

/**
 * Watches a change until it waits for somebody or is over. Throws Interruption at Ctrl-C, which stops only the
 * watching.
 */
export const followChange = async (api: Api, out: Output, UserPoolId: string): Promise<PoolChange | undefined> => {
  const bar = out.progress('Changing', 'users');
  try {
    return await watch({
      ask: async () => {
        const change = await describeChange(api, UserPoolId);
        const examined = change?.UsersExamined ?? 0;
        bar.update(examined, examined);
        return change;
      },
      isOver: (change) => change === undefined || resting.has(change.Status),
      howToGoOn: `The change goes on. See how far it is: gatehouse-pools change status ${UserPoolId}. Take it back: gatehouse-pools change roll-back ${UserPoolId}`,
    });
  } finally {
    bar.stop();
  }
};
