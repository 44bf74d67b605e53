import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtIn, isHashed } from '#local/console/built-files.ts';
import { consoleFolder } from '#local/console/console-folder.ts';
import { securityHeaders } from '#local/console/security-headers.ts';
import { serveConsole } from '#local/console/serve-console.ts';
import { stack } from '#tests/support/stack.ts';

type Headers = Readonly<Record<string, string>>;

/** Without what fetch does by itself: normal paths, redirects, decompression. */
const ask = async (where: string, { method = 'GET', ...headers }: Headers = {}) => {
  const { hostname, port } = new URL(stack().endpoint);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; headers: Headers; body: Buffer }>();
  request({ hostname, port, path: where, method, headers }, (answer) => {
    buffer(answer).then(
      (body) => resolve({ status: answer.statusCode ?? 0, headers: Object(answer.headers), body }),
      reject,
    );
  })
    .once('error', reject)
    .end();
  return promise;
};

const filesOfConsole = async () => builtIn(await consoleFolder()).files;

const scriptOf = async (): Promise<string> => {
  const { body } = await ask('/console/');
  return /<script type="module"[^>]* src="([^"]+)"/.exec(body.toString())?.[1] ?? '';
};

describe('the console', () => {
  it('begins at /console/, with the headers that keep others out of it', async () => {
    expect(await ask('/console')).toMatchObject({ status: 308, headers: { location: '/console/' } });
    for (const where of ['/console/', '/console/?code=abc&state=def', '/console/index.html']) {
      const page = await ask(where);
      expect(page).toMatchObject({
        status: 200,
        headers: { ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
      });
      expect(page.headers).not.toHaveProperty('access-control-allow-origin');
      // It counts for every port of this machine's name, also for those of other programs.
      expect(page.headers).not.toHaveProperty('strict-transport-security');
      expect(page.body.toString()).toContain('<div id="root">');
    }
    // Previews show images that are not saved yet.
    const policy = securityHeaders['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy.replace("img-src 'self' data:", '')).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
  });

  it('gives out every file of it with its type, and lets browsers keep those whose names tell the content', async () => {
    const files = await filesOfConsole();
    expect(files.some(isHashed)).toBe(true);
    for (const file of files) {
      expect(await ask(`/console/${file.name}`)).toMatchObject({
        status: 200,
        headers: {
          ...securityHeaders,
          'content-type': file.type,
          'cache-control': file.name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        },
      });
    }
    expect((await ask('/console/licences.txt')).body.toString()).toContain('react ');
  });

  it('sends files compressed as it is asked, and not again what a browser has', async () => {
    const script = await scriptOf();
    const plain = await ask(script);
    const br = await ask(script, { 'accept-encoding': 'gzip, deflate, br' });
    const gzip = await ask(script, { 'accept-encoding': 'gzip;q=0.5, br;q=0' });
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    for (const { headers } of [plain, br, gzip]) expect(headers).toMatchObject({ vary: 'accept-encoding' });
    expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3);

    const { etag = '' } = br.headers;
    const again = await ask(script, { 'accept-encoding': 'br', 'if-none-match': `"other", W/${etag}` });
    expect(again).toMatchObject({ status: 304, headers: { etag, ...securityHeaders } });
    expect(again.body).toHaveLength(0);
    expect(await ask(script, { 'if-none-match': etag })).toMatchObject({ status: 200 });
    const head = await ask(script, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': String(plain.body.length) } });
    expect(head.body).toHaveLength(0);
  });

  it('has nothing else, whatever the path is made to look like', async () => {
    const script = await scriptOf();
    for (const where of [
      '/console/none.js',
      '/console/assets',
      '/console/assets/',
      `${script}/`,
      `${script}.br`,
      '/console/built.json',
      '/console/../built.json',
      '/console/%2e%2e/built.json',
      '/console/..%2fbuilt.json',
      '/console/assets/../index.html',
      '/console//index.html',
      '/console/index.html%00',
      '/console/__proto__',
    ]) {
      expect(await ask(where), where).toMatchObject({
        status: 404,
        headers: { ...securityHeaders, 'cache-control': 'no-store' },
      });
    }
    expect((await ask('/consolex')).headers).not.toHaveProperty('cross-origin-resource-policy');
  });

  it('takes nothing: no request but for reading, and no operation', async () => {
    const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools' };
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect(await ask('/console/', { method, ...target })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
    }
  });

  it('says so where it cannot be built, and tries again', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-console-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    let found = folder;
    const serve = serveConsole(async () => found);
    const asked = { method: 'GET', path: '/console/', headers: {} };
    expect(await serve(asked)).toMatchObject({ status: 503, headers: { 'cache-control': 'no-store' } });
    found = await consoleFolder();
    expect(await serve(asked)).toMatchObject({ status: 200 });
  });
});
