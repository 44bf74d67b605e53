import { expect, test } from '@playwright/test';
import { connectGatehouse } from 'gatehouse-pools/testing';

let gatehouse;

// This file is also read where the set-up has not run, to list its tests.
test.beforeAll(() => {
  gatehouse = connectGatehouse(JSON.parse(process.env.GATEHOUSE));
});

test('a user signs in on the page, and the app gets a code', async ({ page }) => {
  const { username, password } = await gatehouse.user();
  await page.goto(gatehouse.signInUrl);
  await page.locator('input[name="username"]:visible').fill(username);
  await page.locator('input[name="password"]:visible').fill(password);
  // The app need not be there: its address says enough.
  const atApp = page.waitForRequest('http://localhost:3000/?*');
  await page.locator('input[name="signInSubmitButton"]:visible').click();
  expect(new URL((await atApp).url()).searchParams.get('code')).toMatch(/^[\w-]+$/);
});
