import { describe, expect, it } from 'vitest';
import { answerDevice, makeDeviceApp, openDevicePage, pollDevice, startDevice } from '#tests/support/device-grant.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';

const times = 16;

const many = <T>(ask: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_none, index) => ask(index)));

describe('the device grant', () => {
  it('gives tokens once, when a device asks many times at once', async () => {
    const app = await makeDeviceApp();
    const codes = await startDevice(app);
    await answerDevice(app, codes);
    const answers = await many(() => pollDevice(app, codes));
    expect(answers.filter(({ access_token }) => access_token !== undefined)).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'invalid_grant')).toHaveLength(times - 1);
  });

  it('has one of many questions at once wait, and slows the others down', async () => {
    const app = await makeDeviceApp();
    const codes = await startDevice(app);
    // All at one time, as a device may ask again after five seconds.
    const clock = { 'x-gatehouse-clock': String(Date.now()) };
    const answers = await many(() => pollDevice(app, codes, 0, clock));
    expect(answers.filter(({ error }) => error === 'authorization_pending')).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'slow_down')).toHaveLength(times - 1);
  });

  it('takes one answer of the user, when many come at once', async () => {
    const app = await makeDeviceApp();
    const codes = await startDevice(app);
    const agent = newUserAgent();
    const { action, fields } = formIn(await (await openDevicePage(app, codes.verification_uri_complete, agent)).text());
    const answers = await many(async (index) => {
      const posted = await agent.post(action, { ...fields, answer: index % 2 === 0 ? 'allow' : 'deny' });
      return posted.status;
    });
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((status) => status === 400)).toHaveLength(times - 1);
  });
});
