import { expect, it } from 'vitest';
import { locationOf } from '#tests/support/oauth.ts';
import { beginOwnPage, makeOwnPagesApp, send } from '#tests/support/own-pages.ts';
import { password } from '#tests/support/pools.ts';

const times = 12;

it('a transaction takes a step once, and ends once, whoever asks at the same time', async () => {
  const app = await makeOwnPagesApp();
  const page = await beginOwnPage(app);
  const body = JSON.stringify({ turn: 0, action: 'signIn', username: app.user.username, password });
  const { cookies } = page.agent;
  const answers = await Promise.all(
    Array.from({ length: times }, () => send(page.id, { method: 'POST', cookies, body })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(times - 1);

  const done = await page.show();
  expect(done).toMatchObject({ turn: 1, step: 'done' });
  const led = await Promise.all(Array.from({ length: times }, () => page.follow(done)));
  const codes = led.map((answer) => locationOf(answer).searchParams.get('code')).filter(Boolean);
  expect(codes).toHaveLength(1);
});
