import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** argon2-browser's SIMD build. In bundles, the bundler replaces this module by the bytes. */
export const wasm: Uint8Array<ArrayBuffer> = new Uint8Array(
  readFileSync(createRequire(import.meta.url).resolve('argon2-browser/dist/argon2-simd.wasm')),
);
