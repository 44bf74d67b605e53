import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';

const examples = new URL('../../docs/examples/own-pages/', import.meta.url);

/** An app with pages of its own: those of docs/examples, at a free port of this machine. */
export interface OwnPagesSite {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const bundled = async (options: Parameters<typeof build>[0]): Promise<string> => {
  const { outputFiles = [] } = await build({
    ...options,
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
    // Not those of the project, whose pages are made by Preact.
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'react' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
};

const reactPage = (deployment: string): string => `
  import { createRoot } from 'react-dom/client';
  import { createElement } from 'react';
  import { SignIn } from './sign-in.jsx';
  createRoot(document.getElementById('root')).render(createElement(SignIn, { deployment: ${JSON.stringify(deployment)} }));`;

const document = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;

/** Serves the app at `/`, the page in one file at `/sign-in`, and the one in React at `/react`. */
export const startOwnPagesSite = async (deployment: string): Promise<OwnPagesSite> => {
  const resolveDir = new URL('.', examples).pathname;
  const [app, react] = await Promise.all([
    bundled({ entryPoints: [`${import.meta.dirname}/redirect-page.ts`] }),
    bundled({ stdin: { contents: reactPage(deployment), resolveDir, loader: 'jsx' } }),
  ]);
  const page = readFileSync(new URL('sign-in.html', examples), 'utf8').replace('http://localhost:9229', deployment);
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', document('app', '<script src="/app.js"></script>')],
    '/app.js': ['text/javascript', app],
    '/sign-in': ['text/html', page],
    '/react': ['text/html', document('Sign in', '<div id="root"></div><script src="/react.js"></script>')],
    '/react.js': ['text/javascript', react],
  };
  const server = createServer(({ url = '/' }, response) => {
    const [type, text] = files[url.replace(/\?.*/, '')] ?? ['text/plain', 'the app'];
    response.setHeader('content-security-policy', "frame-ancestors 'none'");
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('content-type', `${type};charset=utf-8`);
    response.end(text);
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return { port, stop: () => closeServer(server) };
};
