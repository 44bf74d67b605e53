// A program: runs the stack of its argument in this process until it is told to end, or until its parent is gone.
import { inProcess } from '#local/in-process.ts';
import { startStack } from '#local/stack.ts';
import { makeRsaKeysQuickly } from './quick-rsa-keys.ts';
import { readWishes } from './stack-process.ts';

makeRsaKeysQuickly();

const stack = await startStack({ ...readWishes(process.argv[2]), serve: inProcess({ watching: false }) });

const end = (): void => {
  stack.stop().then(
    () => process.exit(),
    (error: unknown) => {
      throw error;
    },
  );
};

process.once('SIGTERM', end);
process.once('disconnect', end);
process.send?.({ ...stack, ended: undefined, stop: undefined });
// Without the database there is no stack, and no sense in a process for it.
await stack.ended;
process.exit(1);
