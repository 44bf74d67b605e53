import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { providerKeys } from '#shared/data/provider-keys.ts';

// The roles of the functions of identity pools allow every key that begins with IDENTITY.
describe('keys that begin with IDENTITY', () => {
  it('are those of identity pools alone', () => {
    const naming = globSync('shared/data/**/*.ts').filter((file) => /[`']IDENTITY/.test(readFileSync(file, 'utf8')));
    expect(naming).toEqual(['shared/data/identity-pools/identity-keys.ts']);
    expect(providerKeys.externalIdentity('pool', 'provider', 'attribute', 'value').pk).not.toMatch(/^IDENTITY/);
  });
});
