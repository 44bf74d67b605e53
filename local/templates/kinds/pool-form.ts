import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../cli/failures.ts';
import { type Call, textIn, within } from './kind.ts';

const betweenQuestionsMs = 100;

const underWay: ReadonlySet<string> = new Set(['PREPARING', 'COPYING', 'FINISHING', 'ROLLING_BACK']);

const statusOf = async (UserPoolId: string, call: Call): Promise<string> =>
  textIn(within(await call('DescribeUserPoolChange', { UserPoolId, Limit: 1 }), 'Change'), 'Status');

/** Waits until the change of a pool, if there is one, is over or waits for somebody. Gives its status. */
const settled = async (UserPoolId: string, call: Call): Promise<string> => {
  for (;;) {
    const status = await statusOf(UserPoolId, call);
    if (!underWay.has(status)) return status;
    await pause(betweenQuestionsMs);
  }
};

// Only starting the work again goes on with what an earlier end of the stack broke off.
const goOn: Readonly<Record<string, string>> = {
  PREPARING: 'ApplyUserPoolChange',
  COPYING: 'ApplyUserPoolChange',
  FINISHING: 'FinishUserPoolChange',
  ROLLING_BACK: 'RollBackUserPoolChange',
};

/** Ends the former change of a pool: a pool has one at a time. One that users block stays, and the API refuses another. */
export const endFormerChange = async (UserPoolId: string, call: Call): Promise<void> => {
  const operation = goOn[await statusOf(UserPoolId, call)];
  if (operation !== undefined) await call(operation, { UserPoolId });
  if ((await settled(UserPoolId, call)) !== 'SWITCHED') return;
  await call('FinishUserPoolChange', { UserPoolId });
  await settled(UserPoolId, call);
};

/** Waits until a pool has the form that was asked for. Throws Refusal where a user stands in the way. */
export const waitForForm = async (UserPoolId: string, call: Call): Promise<void> => {
  if ((await settled(UserPoolId, call)) !== 'BLOCKED') return;
  const howToSee = `gatehouse-pools change status ${UserPoolId}`;
  throw new Refusal(
    'InvalidParameterException',
    `Users stand in the way of this change. Start without --from, and see who: ${howToSee}`,
  );
};
