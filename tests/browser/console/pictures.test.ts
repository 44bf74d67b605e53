import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, inject, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeConsoleOperators } from '#tests/support/console-operators.ts';
import { join } from '#tests/support/groups.ts';
import { configure } from '#tests/support/operators.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { picturesIn, picturesShown } from '../picture-files.ts';
import { heading, openConsole } from './open-console.ts';

const folder = 'docs/pictures/console';
const documents = ['docs/console.md'];

const files = ['charts.png', 'dark-pools.png', 'pools.png', 'settings.png', 'trail.png', 'user.png'];

const viewport = { width: 1100, height: 700 };

const signIn = ({ poolId, clientId }: TestPool, USERNAME: string, PASSWORD: string) =>
  adminClient().send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );

// A pool with something to see: sign-ins, some of them refused, and somebody who cannot sign in.
const makeShop = async (): Promise<TestPool> => {
  const shop = await makePool({ PoolName: 'Web shop' }, { ClientName: 'Web shop' });
  await makeUser(shop, { username: 'grace' });
  for (const Password of [password, password, 'Wrong-horse-1', password]) {
    await signIn(shop, 'grace', Password).catch(() => undefined);
  }
  const UserAttributes = [{ Name: 'email', Value: anEmail() }];
  await publicClient().send(
    new SignUpCommand({ ClientId: shop.clientId, Username: 'ada', Password: password, UserAttributes }),
  );
  await adminClient().send(new AdminDisableUserCommand({ UserPoolId: shop.poolId, Username: 'ada' }));
  await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: shop.poolId, AutoVerifiedAttributes: ['email'] }));
  return shop;
};

describe.skipIf(!runsHere)('pictures of the console', () => {
  it.runIf(inject('makesPictures'))('are made', async () => {
    const [browser, made, shop] = await Promise.all([startChromium(), makeConsoleOperators(), makeShop()]);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const operator = await makeUser(made.operators, { username: 'operator' });
    await join(made.operators, operator, 'administrators');
    const { page, go } = await openConsole(browser, operator, { options: { viewport } });
    await page.mouse.move(700, 400);
    const pools = `/pools/${shop.poolId}`;
    const take = async (name: string, of = page): Promise<void> => {
      await of.waitForLoadState('networkidle');
      await of.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => 0)))');
      writeFileSync(`${folder}/${name}.png`, await of.screenshot());
    };

    await page.getByText('Web shop').waitFor();
    await take('pools');
    await go(`${pools}/users/ada`);
    await page.getByText('No sign-in can succeed now.').waitFor();
    await take('user');
    await go(`${pools}/settings?group=passwords`);
    await page.getByLabel('Least length').waitFor();
    await take('settings');
    await go(`${pools}/trail`);
    await page.getByRole('link', { name: 'UpdateUserPool' }).waitFor();
    await page.mouse.wheel(0, 260);
    await expect.poll(() => page.evaluate('scrollY > 0')).toBe(true);
    await take('trail');
    await go(`${pools}/charts`);
    await page
      .getByText(/^Succeeded: \d+, Refused: \d+, Throttled: 0$/)
      .first()
      .waitFor();
    await take('charts');

    const dark = await openConsole(browser, operator, { options: { viewport, colorScheme: 'dark' } });
    await heading(dark.page, 'User pools').waitFor();
    await dark.page.getByText('Web shop').waitFor();
    await take('dark-pools', dark.page);
    await browser.close();
    await configure();
  });
});

describe('the pictures of the console in the documentation', () => {
  it('are those that are made', () => {
    expect(picturesIn(folder)).toEqual(files);
  });

  it('are all shown, with words for those who do not see them', () => {
    expect(picturesShown(folder, documents)).toEqual(files);
  });
});
