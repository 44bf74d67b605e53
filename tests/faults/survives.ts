import { beforeEach, describe, expect, it } from 'vitest';
import type { Befalling } from './fault.ts';
import { flows } from './flows.ts';
import { startAnew } from './subjects.ts';
import { sweep } from './sweep.ts';

/** Tests that a client which asks again finishes each flow, whichever of its requests to the store meets the fault. */
export const survives = (befalls: Befalling, when: string): void => {
  describe(`whenever ${when}`, () => {
    beforeEach(startAnew);

    it.each(flows.map((flow) => [[flow.operation, flow.way].filter(Boolean).join(', '), flow] as const))(
      'a retry finishes %s',
      async (_name, flow) => {
        const struck = await sweep(flow, befalls);
        expect(struck).not.toHaveLength(0);
      },
    );
  });
};
