import { describe, expect, it } from 'vitest';
import { freePort } from '#tests/support/documented-server.ts';
import { browserAt, publishClient } from '#tests/support/documents.ts';
import { protectAtDomain, protectServer, runProgram } from '#tests/support/mcp-programs.ts';
import { mcpRemote, newEditor } from '#tests/support/mcp-remote.ts';
import { allowAt } from '#tests/support/registration.ts';

const notes = { content: [{ text: 'Buy milk' }] };

describe('mcp-remote, with the server of docs/mcp.md', () => {
  it('registers, signs in at a port of its own, and connects again without the user', async () => {
    const { pool, server } = await protectServer();
    const { connect } = newEditor();
    let shown = 0;
    const client = await connect([server.resource], async (url) => {
      shown += 1;
      await fetch(await allowAt(url, pool));
    });
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
    await client.close();
    const again = await connect([server.resource], async () => {
      shown += 1;
    });
    expect((await again.listTools()).tools).toHaveLength(2);
    await again.close();
    expect(shown).toBe(1);
  });

  // Told that a tool needs more, it asks for the scopes that it has, once more. So it has to know all from the start.
  it('has every tool where it is told of all scopes', async () => {
    const { pool, server } = await protectServer();
    const scope = `${server.resource}/read ${server.resource}/write`;
    const asked: (string | null)[] = [];
    const args = [server.resource, '--static-oauth-client-metadata', JSON.stringify({ scope })];
    const client = await newEditor().connect(args, async (url) => {
      asked.push(new URL(url).searchParams.get('scope'));
      await fetch(await allowAt(url, pool));
    });
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
    expect(await client.callTool({ name: 'add-note' })).toMatchObject({ content: [{ text: 'done' }] });
    await client.close();
    expect(asked).toEqual([scope]);
  });

  it('refreshes in several processes at once', async () => {
    const { pool, server } = await protectServer();
    const { connect, keptTokens, spoilAccessToken } = newEditor();
    let shown = 0;
    const onUrl = async (url: string): Promise<void> => {
      shown += 1;
      await fetch(await allowAt(url, pool));
    };
    await (await connect([server.resource], onUrl)).close();
    const { refresh_token } = keptTokens();
    spoilAccessToken();
    const clients = await Promise.all(Array.from({ length: 3 }, () => connect([server.resource], onUrl)));
    for (const client of clients) {
      expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
      await client.close();
    }
    expect(shown).toBe(1);
    expect(keptTokens().refresh_token).not.toBe(refresh_token);
  });

  // Domains of this run are below localhost, without TLS. It takes that for localhost alone: over-tls.test.ts.
  it('spends its code over TLS alone', async () => {
    const { pool, server } = await protectAtDomain();
    const url = await publishClient('mcp-remote', { redirect_uris: ['http://localhost/oauth/callback'] });
    const args = [server.resource, String(await freePort()), '--client-metadata-url', url];
    const back: URL[] = [];
    const { stderr } = await runProgram([mcpRemote, ...args], newEditor().env, async (address) => {
      const answer = await allowAt(address, pool, browserAt(pool.origin));
      back.push(answer);
      await fetch(answer);
    });
    expect(back.map(({ searchParams }) => searchParams.has('code'))).toEqual([true]);
    expect(stderr).toContain(`Refusing to send credentials to non-https token endpoint '${pool.origin}/oauth2/token'`);
  });
});
