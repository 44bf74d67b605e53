import { inOffline } from '#local/functions.ts';
import { freePort } from '#local/ports.ts';
import { type Stack, startStack } from '#local/stack.ts';

/** A stack in memory whose functions run in serverless-offline. Its HTTP API is behind the edge, at a port of its own. */
export const startOfflineStack = async (): Promise<Stack & { readonly httpApiUrl: string }> => {
  const [edge, mailbox, files, httpApi, lambda] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const stack = await startStack({
    ports: { edge, mailbox, files, httpApi, lambda },
    serve: inOffline,
    // Sources that change while tests run must not change what is tested.
    env: { GATEHOUSE_WATCH: 'off' },
  });
  return { ...stack, httpApiUrl: `http://127.0.0.1:${httpApi}` };
};
