import { makeOAuthApp } from '#tests/support/oauth.ts';
import { beginOwnPage, type Step, useOwnPages } from '#tests/support/own-pages.ts';
import { password, type TestPool } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import { newUser, once } from '../subjects.ts';

const pool = once(async (): Promise<TestPool> => {
  const app = await makeOAuthApp();
  await useOwnPages(app);
  return app;
});

const went = async (step: Promise<Step>, status = 200): Promise<void> => {
  const answer = await step;
  if (answer.status !== status) throw new Error(`It answers ${answer.status}.`);
};

const begun = async () => ({ page: await beginOwnPage(await pool()), user: await newUser(await pool()) });

/** What a sign-in on the app's own page asks, step by step. */
export const ownPages: readonly Scenario[] = [
  {
    operation: 'transaction',
    way: 'the beginning, at authorize',
    prepare: async () => async () => beginOwnPage(await pool()),
  },
  {
    operation: 'transaction',
    way: 'the step',
    prepare: async () => {
      const { page } = await begun();
      return () => went(page.show());
    },
  },
  {
    operation: 'transaction',
    way: 'wrong password',
    prepare: async () => {
      const { page, user } = await begun();
      return () => went(page.act('signIn', { username: user.username, password: 'Wrong-horse-1' }), 400);
    },
  },
  {
    operation: 'transaction',
    way: 'name and password',
    prepare: async () => {
      const { page, user } = await begun();
      return () => went(page.act('signIn', { username: user.username, password }));
    },
  },
  {
    operation: 'transaction-way',
    way: 'the way back',
    prepare: async () => {
      const { page, user } = await begun();
      const done = await page.act('signIn', { username: user.username, password });
      return () => page.follow(done);
    },
  },
];
