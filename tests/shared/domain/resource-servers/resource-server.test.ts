import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customScopes, identifierIn } from '#shared/domain/resource-servers/resource-server.ts';

describe('a custom scope', () => {
  it('leads back to its server, whose identifier may have slashes', () => {
    const identifiers = fc.stringMatching(/^[!#-[\]-~]{1,256}$/);
    const names = fc.stringMatching(/^[!#-.0-[\]-~]{1,256}$/);
    fc.assert(
      fc.property(identifiers, names, (identifier, name) => {
        const [scope = ''] = customScopes({ identifier, scopes: [{ name, description: 'Any' }] });
        expect(identifierIn(scope)).toBe(identifier);
      }),
    );
  });

  it.each(['openid', '/read', ''])('is not %j', (scope) => {
    expect(identifierIn(scope)).toBeUndefined();
  });
});
