import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { provideStack } from '#tests/support/own-stack.ts';
import { startReceiver } from '#tests/support/webhook-receiver.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    webhook: { readonly url: string; readonly secret: string };
  }
}

/** A stack whose events go to a receiver. They tell the values of two attributes. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const receiver = await startReceiver();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const { stop } = await provideStack(project, {
    env: {
      TABLE_NAME: 'gatehouse-events',
      ARGON2: '8,1,1',
      GATEHOUSE_WEBHOOK_URL: receiver.url,
      GATEHOUSE_WEBHOOK_SECRET: secret,
      EVENT_ATTRIBUTES: 'nickname,custom:plan',
    },
    store: async () => undefined,
  });
  project.provide('webhook', { url: receiver.url, secret });
  return async () => {
    await stop();
    await receiver.stop();
  };
};
