import { describe, expect, it } from 'vitest';
import { createMessageTiming } from '#shared/services/timing/message-timing.ts';
import { busy, took } from '#tests/support/durations.ts';

describe('pretending', () => {
  it('takes as long as the work did, to a fraction of a millisecond', async () => {
    const timing = createMessageTiming();
    for (let turn = 0; turn < 16; turn++) await timing.measure('a message', async () => busy(1.7));
    for (let turn = 0; turn < 8; turn++) expect(await took(() => timing.pretend('a message'))).toBeGreaterThan(1.69);
  });
});
