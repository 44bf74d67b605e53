import { getClientToken, makeMachine } from '#tests/support/machines.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const machine = once(() => makeMachine());

export const machineTokens: readonly Scenario[] = [
  {
    operation: 'GetClientToken',
    prepare: async () => {
      const app = await machine();
      return () => getClientToken(app);
    },
  },
];
