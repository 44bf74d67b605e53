import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// The design system has its fonts as data: URLs inside its style sheet. As files of their own, they need no exception in the
// Content-Security-Policy, and a browser fetches only the weights that it shows.
const fontFiles = (): Plugin => ({
  name: 'font-files',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      file.source = file.source.toString().replace(/url\(['"]?data:font\/woff2;base64,([^'")]+)['"]?\)/g, (_, text) => {
        const source = Buffer.from(text, 'base64');
        const name = `font-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.woff2`;
        this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
        return `url(${name})`;
      });
    }
  },
});

// A stack that runs already, for work on the console: `GATEHOUSE_ENDPOINT=http://localhost:9229 npx vite console`.
const endpoint = process.env.GATEHOUSE_ENDPOINT;
const proxy = endpoint ? { '^/(?!console/)': { target: endpoint } } : {};

/** Builds the console into console/dist, as files that any server of static files gives out below /console/. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), fontFiles()],
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Nothing inline: the Content-Security-Policy allows files of the deployment's own alone.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
});
