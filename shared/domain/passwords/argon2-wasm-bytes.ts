import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** argon2-browser's SIMD build. Bundles carry it inside: the bundler puts the bytes in place of this module. */
export const wasm: Uint8Array<ArrayBuffer> = new Uint8Array(
  readFileSync(createRequire(import.meta.url).resolve('argon2-browser/dist/argon2-simd.wasm')),
);
