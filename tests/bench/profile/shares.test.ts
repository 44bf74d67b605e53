import { describe, expect, it } from 'vitest';
import { sharesOf, sourcesIn, toProfile } from './shares.ts';

const bundle = `import x from 'node:http';
// ../../node_modules/jose/dist/sign.js
const a = 1;
// a comment
// shared/data/dynamodb/request.ts
const b = 1;`;

describe('the lines of a bundle', () => {
  it('come from what the last comment names', () => {
    const sourceOf = sourcesIn(bundle);
    expect([0, 1, 2, 3, 4, 5].map(sourceOf)).toEqual([
      undefined,
      'node_modules/jose/dist/sign.js',
      'node_modules/jose/dist/sign.js',
      'node_modules/jose/dist/sign.js',
      'shared/data/dynamodb/request.ts',
      'shared/data/dynamodb/request.ts',
    ]);
  });
});

describe('the shares of a span', () => {
  const node = (id: number, functionName: string, url: string, lineNumber: number, children: number[] = []) => ({
    id,
    callFrame: { functionName, url, lineNumber },
    children,
  });
  const profile = toProfile(
    JSON.stringify({
      nodes: [
        node(1, '(root)', '', 0, [2, 3, 6, 8]),
        node(2, '(idle)', '', 0),
        node(3, 'send', 'file:///bundle.mjs', 5, [4]),
        node(4, 'createHmac', 'node:internal/crypto/hash', 9, [5]),
        node(5, '(garbage collector)', '', 0),
        node(6, 'sign', 'file:///bundle.mjs', 2, [7]),
        node(7, 'sign', 'node:internal/crypto/sig', 9),
        node(8, 'onread', 'node:internal/stream_base_commons', 9),
      ],
      startTime: 1000,
      samples: [3, 4, 5, 7, 8, 2, 6],
      timeDeltas: [10, 10, 10, 10, 10, 10, 1000],
    }),
  );
  const sourceOf = (url: string, line: number) => (url.startsWith('file') ? sourcesIn(bundle)(line) : undefined);

  it('are those of the callers that are known, without idle time and what is outside of it', () => {
    const { samples, shares } = sharesOf(profile, { from: 1000, to: 1100 }, sourceOf);
    expect(samples).toBe(5);
    expect(shares).toMatchObject({ "the store's client": 0.6, 'own crypto': 0.2, 'Node itself': 0.2, 'own code': 0 });
  });
});
