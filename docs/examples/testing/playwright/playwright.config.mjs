import { defineConfig } from '@playwright/test';

export default defineConfig({
  globalSetup: './global-setup.mjs',
  testMatch: '*.spec.mjs',
  // Where it is not set, the browser is that of `npx playwright install chromium`.
  use: { launchOptions: { executablePath: process.env.CHROMIUM_PATH } },
});
