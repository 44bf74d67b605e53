import { createServer } from 'node:http';
import { build } from 'esbuild';
import { freePort } from '#local/ports.ts';

/** Where the app's page is, on a free port of this machine. */
export interface Site {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

const script = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/${entry}`],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
};

/** Serves a page with the script of a file in this folder. */
export const startSite = async (entry: string): Promise<Site> => {
  const code = await script(entry);
  const server = createServer(({ url }, response) => {
    const isScript = url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? code : '<!doctype html><title>app</title><script src="/app.js"></script>');
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    origin: `http://localhost:${port}`,
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
};
