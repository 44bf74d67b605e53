import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inCall, noteOnCall, noteRead, noteRefusal, noteWritten } from '#shared/observability/call.ts';

const pool = (data: object) => ({ type: 'UserPool', key: 'POOL#a CONFIG', data });

describe('what is noted on a call', () => {
  it('stays as it was noted first, and keeps the last refusal', async () => {
    const noted = await inCall(async (notes) => {
      noteOnCall({ poolId: 'a' });
      await turn();
      noteOnCall({ poolId: 'b', sub: 'ada' });
      noteRefusal('invalid_grant', 'No such code.');
      noteRefusal('InternalErrorException', 'Internal server error.');
      return notes;
    });
    expect(noted).toMatchObject({ poolId: 'a', sub: 'ada', refusal: { code: 'InternalErrorException' } });
  });

  it('is of that call alone', async () => {
    const subOf = (sub: string) =>
      inCall(async (notes) => {
        await turn();
        noteOnCall({ sub });
        await turn();
        return notes.sub;
      });
    expect(await Promise.all(['ada', 'grace', 'alan'].map(subOf))).toEqual(['ada', 'grace', 'alan']);
    noteOnCall({ sub: 'nobody' });
    noteWritten(pool({}));
  });

  it('has what settings were before and after each write', async () => {
    const changes = await inCall(async (notes) => {
      noteRead(pool({ version: 1 }));
      noteWritten(pool({ version: 2 }));
      noteWritten({ key: 'POOL#a CONFIG' });
      noteWritten({ type: 'AppClient', key: 'CLIENT#b CONFIG', data: { version: 1 } });
      noteWritten({ key: 'U#ada U#PASSWORD' });
      return notes.changes;
    });
    expect(changes).toEqual([
      { type: 'UserPool', key: 'POOL#a CONFIG', before: { version: 1 }, after: { version: 2 } },
      { type: 'UserPool', key: 'POOL#a CONFIG', before: { version: 2 }, after: undefined },
      { type: 'AppClient', key: 'CLIENT#b CONFIG', before: undefined, after: { version: 1 } },
    ]);
  });
});
