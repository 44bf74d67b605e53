import type { Plugin } from 'esbuild';

/** Packages that the AWS SDK loads only in browsers and for event streams. */
export const UNREACHED = ['bowser', '@smithy/core/event-streams'];

/** Leaves packages out of the bundle that are only imported on demand, by a branch that is never taken. */
export const leaveOut = (packages: readonly string[]): Plugin => ({
  name: 'leave-out',
  setup: (build) => {
    build.onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
      kind === 'dynamic-import' && packages.includes(path) ? { path, namespace: 'left-out' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'export {};' }));
  },
});
