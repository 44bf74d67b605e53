import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { compactDecrypt } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { createSealing } from '#shared/services/sealing/create-sealing.ts';
import { createRefreshTokens } from '#shared/services/tokens/refresh-tokens.ts';

const dataKey = randomBytes(32);

const sealing = createSealing({
  wrapper: { generate: async () => ({ plain: dataKey, wrapped: dataKey }), unwrap: async (wrapped) => wrapped },
  deploymentKey: async () => dataKey,
});

const aPool = (general: Uint8Array): UserPool => ({
  id: 'us-east-1_Pool00001',
  name: 'test',
  settings: {},
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general },
});

const pool = aPool(dataKey);
const tokens = createRefreshTokens({ sealing });
const token = { clientId: 'client', userKey: 'ada', familyId: 'family', rotation: 3 };

describe('a refresh token', () => {
  it('opens in its own pool, as what was sealed, and in no other', async () => {
    const sealed = await tokens.seal(pool, token);
    expect(await tokens.open(pool, sealed)).toEqual(token);
    expect(await tokens.open(aPool(randomBytes(32)), sealed)).toBeUndefined();
  });

  it('is a JWE of five parts, as any library reads it', async () => {
    const sealed = await tokens.seal(pool, token);
    const key = (await sealing.general(pool)).key('refresh tokens');
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual(token);
    expect(protectedHeader).toEqual({ cty: 'JWT', enc: 'A256GCM', alg: 'dir' });
  });

  it('does not open with any part changed', async () => {
    const parts = (await tokens.seal(pool, token)).split('.');
    for (const [at, part] of parts.entries()) {
      const changed = parts.with(at, part.startsWith('A') ? `B${part.slice(1)}` : `A${part.slice(1)}`);
      expect(await tokens.open(pool, changed.join('.'))).toBeUndefined();
    }
  });

  it('has no part looked at where there are more than five', async () => {
    const read = vi.spyOn(Buffer, 'from');
    onTestFinished(() => read.mockRestore());
    const whole = await tokens.seal(pool, token);
    read.mockClear();
    expect(await tokens.open(pool, `${whole}${'.'.repeat(10_000)}`)).toBeUndefined();
    expect(read.mock.calls.length).toBeLessThan(10);
  });

  it('is nothing that anybody makes up', async () => {
    const part = fc.base64String();
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { minLength: 4, maxLength: 6 }).map((made) => made.join('.')),
    );
    await fc.assert(fc.asyncProperty(text, async (made) => (await tokens.open(pool, made)) === undefined));
  });
});
