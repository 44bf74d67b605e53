import { beforeAll, expect, it } from 'vitest';
import { fetchAnyHost } from '#tests/support/any-host.ts';
import { makeDocumentPool } from '#tests/support/documents.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';
import { api } from '#tests/support/registration.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { stack } from '#tests/support/stack.ts';

let pool: TestPool;

beforeAll(async () => {
  pool = await makePool();
  for (const identifier of ['https://mcp.example.com/mcp', 'http://localhost:3333', 'orders']) {
    await makeResourceServer(pool, identifier, ['read', 'write']);
  }
  await makeResourceServer(pool, 'https://bare.example.com', []);
});

const ask = (name: string, issuer = pool.poolId) =>
  fetch(`${stack().endpoint}/${issuer}/.well-known/oauth-protected-resource/${name}`);

it('tells what RFC 9728 has of a resource server', async () => {
  const answer = await ask('mcp.example.com/mcp');
  expect(answer.headers.get('cache-control')).toContain('public');
  expect(JSON.parse(await answer.text())).toEqual({
    resource: 'https://mcp.example.com/mcp',
    authorization_servers: [`${stack().endpoint}/${pool.poolId}`],
    bearer_methods_supported: ['header'],
    scopes_supported: ['https://mcp.example.com/mcp/read', 'https://mcp.example.com/mcp/write'],
    resource_name: 'test',
  });
});

it.each([
  ['localhost:3333', 'http://localhost:3333'],
  ['orders', 'orders'],
  ['bare.example.com', 'https://bare.example.com'],
])('finds %s', async (name, resource) => {
  expect(JSON.parse(await (await ask(name)).text())).toMatchObject({ resource });
});

it('names the other issuer where it is asked at that one', async () => {
  const { authorization_servers } = JSON.parse(await (await ask('orders', `issuer-${pool.poolId}`)).text());
  expect(authorization_servers).toEqual([`${stack().endpoint}/issuer-${pool.poolId}`]);
});

it.each(['none', 'mcp.example.com', 'x'.repeat(300), '%00', '%', '..%2f'])('has nothing for %s', async (name) => {
  expect((await ask(name)).status).toBe(404);
});

it('has nothing for a pool that is none', async () => {
  expect((await ask('orders', 'us-east-1_000000000')).status).toBe(404);
});

it('names the domain at its root, where clients may come to it that nobody made', async () => {
  const own = await makeDocumentPool();
  const at = async (origin: string, name: string): Promise<Response> =>
    fetchAnyHost(`${origin}/.well-known/oauth-protected-resource/${name}`);
  const told = JSON.parse(await (await at(own.origin, 'mcp.example.com/mcp')).text());
  expect(told).toMatchObject({ resource: api, authorization_servers: [own.origin] });
  expect((await at(own.origin, 'mcp.example.com/other')).status).toBe(404);
  expect((await at(`http://${hostOf(aPrefix())}`, 'mcp.example.com/mcp')).status).toBe(404);
  const prefix = aPrefix();
  await createDomain(pool.poolId, prefix);
  const other = JSON.parse(await (await at(`http://${hostOf(prefix)}`, 'mcp.example.com/mcp')).text());
  expect(other.authorization_servers).toEqual([`${stack().endpoint}/${pool.poolId}`]);
});
