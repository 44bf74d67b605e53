import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadViewerRequest } from '#local/edge.ts';
import { fetchKeys, get } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const Behavior = v.object({ PathPattern: v.string(), FunctionAssociations: v.optional(v.array(v.unknown())) });
// Those of the console stand behind a condition: they come from a bucket, which is the same for all hosts.
const OfConsole = v.object({ 'Fn::If': v.tuple([v.literal('ServesConsole'), v.unknown(), v.unknown()]) });
const Edge = v.object({
  Resources: v.object({
    Distribution: v.object({
      Properties: v.object({
        DistributionConfig: v.object({ CacheBehaviors: v.array(v.union([Behavior, OfConsole])) }),
      }),
    }),
  }),
});

const behaviors = v
  .parse(Edge, parse(readFileSync('resources/edge.yml', 'utf8'), { merge: true }))
  .Resources.Distribution.Properties.DistributionConfig.CacheBehaviors.filter((behavior) => 'PathPattern' in behavior);

const fits = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(path);

/**
 * What CloudFront does for paths that it caches: it runs the function where the behavior of the path says so, and keeps
 * answers by the path that comes of it, whatever the host. No header of the viewer gets any further.
 */
const createDistribution = () => {
  const viewerRequest = loadViewerRequest();
  const kept = new Map<string, string>();
  return async (host: string, path: string): Promise<string> => {
    const behavior = behaviors.find(({ PathPattern }) => fits(PathPattern, path));
    if (!behavior) throw new Error(`${path} is not cached.`);
    const request = { method: 'GET', uri: path, querystring: {}, headers: { host: { value: host } } };
    const { uri } = behavior.FunctionAssociations ? viewerRequest({ request }) : request;
    const answer = kept.get(uri) ?? (await (await get(uri)).text());
    kept.set(uri, answer);
    return answer;
  };
};

describe('a cache that does not tell hosts apart', () => {
  it('never gives one domain what is of another', async () => {
    const pools = await Promise.all([makePool(), makePool()]);
    const hosts: string[] = [];
    for (const { poolId } of pools) {
      const prefix = aPrefix();
      await createDomain(poolId, prefix);
      hosts.push(hostOf(prefix));
    }
    const ask = createDistribution();

    const own = await Promise.all(pools.map(async ({ poolId }) => JSON.stringify({ keys: await fetchKeys(poolId) })));
    for (const turn of [0, 1, 0, 1]) {
      const host = hosts[turn] ?? '';
      expect(await ask(host, '/.well-known/jwks.json')).toBe(own[turn]);
      for (const name of ['openid-configuration', 'oauth-authorization-server'])
        expect(JSON.parse(await ask(host, `/.well-known/${name}`))).toMatchObject({
          issuer: `${stack().endpoint}/${pools[turn]?.poolId}`,
          token_endpoint: `http://${host}/oauth2/token`,
        });
    }
  });

  it('gives every host the same document of a pool that the path names', async () => {
    const { poolId } = await makePool();
    const ask = createDistribution();
    for (const path of [`/${poolId}/.well-known/jwks.json`, `/.well-known/openid-configuration/${poolId}`]) {
      const expected = await (await get(path)).text();
      for (const host of ['a.example.com', 'b.example.com']) expect(await ask(host, path)).toBe(expected);
    }
  });
});
