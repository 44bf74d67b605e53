import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freePort } from '#tests/support/documented-server.ts';
import { browserAt, type DocumentPool, publishClient } from '#tests/support/documents.ts';
import { type Protected, protectAtDomain, protectServer } from '#tests/support/mcp-programs.ts';
import { newEditor } from '#tests/support/mcp-remote.ts';
import { allowAt } from '#tests/support/registration.ts';
import { issuerOrigin, stack } from '#tests/support/stack.ts';

const notes = { content: [{ text: 'Buy milk' }] };

/** The arguments by which mcp-remote comes with a metadata document of its own. */
const byDocument = async ({ server }: Protected<DocumentPool>, more: readonly string[] = []) => {
  const url = await publishClient(randomUUID(), { redirect_uris: ['http://localhost/oauth/callback'] });
  return { url, args: [server.resource, String(await freePort()), '--client-metadata-url', url, ...more] };
};

/** A user who allows whatever is shown, and what was shown. */
const allowing = ({ pool }: Protected<DocumentPool>) => {
  const shown: URL[] = [];
  const back: URL[] = [];
  const onUrl = async (address: string): Promise<void> => {
    shown.push(new URL(address));
    const answer = await allowAt(address, pool, browserAt(pool.origin));
    back.push(answer);
    await fetch(answer);
  };
  return { shown, back, onUrl };
};

describe('mcp-remote at a domain over TLS, with the server of docs/mcp.md', () => {
  it('comes by its metadata document, uses a tool, and connects again without the user', async () => {
    const all = await protectAtDomain();
    const { url, args } = await byDocument(all);
    const { shown, back, onUrl } = allowing(all);
    const { connect } = newEditor();
    const client = await connect(args, onUrl);
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
    await client.close();
    const again = await connect(args, onUrl);
    expect((await again.listTools()).tools).toHaveLength(2);
    await again.close();
    const { origin } = all.pool;
    expect(origin).toMatch(/^https:\/\/prefix-[\w-]+\.localhost:\d+$/);
    expect(shown.map((one) => [one.origin, one.searchParams.get('client_id')])).toEqual([[origin, url]]);
    expect(back.map(({ searchParams }) => searchParams.get('iss'))).toEqual([origin]);
  });

  it('refreshes in several processes at once', async () => {
    const all = await protectAtDomain();
    const { args } = await byDocument(all);
    const { shown, onUrl } = allowing(all);
    const { connect, keptTokens, spoilAccessToken } = newEditor();
    await (await connect(args, onUrl)).close();
    const { refresh_token } = keptTokens();
    spoilAccessToken();
    const clients = await Promise.all(Array.from({ length: 3 }, () => connect(args, onUrl)));
    for (const client of clients) {
      expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
      await client.close();
    }
    expect(shown).toHaveLength(1);
    expect(keptTokens().refresh_token).not.toBe(refresh_token);
  });

  it('has every tool where it is told of all scopes', async () => {
    const all = await protectAtDomain();
    const scope = `${all.server.resource}/read ${all.server.resource}/write`;
    const { args } = await byDocument(all, ['--static-oauth-client-metadata', JSON.stringify({ scope })]);
    const { shown, onUrl } = allowing(all);
    const client = await newEditor().connect(args, onUrl);
    expect(await client.callTool({ name: 'add-note' })).toMatchObject({ content: [{ text: 'done' }] });
    await client.close();
    expect(shown.map(({ searchParams }) => searchParams.get('scope'))).toEqual([scope]);
  });
});

it('mcp-remote registers over TLS as well, at an issuer of HTTPS', async () => {
  const { pool, server } = await protectServer();
  const shown: string[] = [];
  const client = await newEditor().connect([server.resource], async (url) => {
    shown.push(new URL(url).origin);
    // The same pages, for a browser that does not know the certificate.
    await fetch(await allowAt(url.replace(issuerOrigin(), stack().endpoint), pool));
  });
  expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
  await client.close();
  expect(shown).toEqual([issuerOrigin()]);
});
