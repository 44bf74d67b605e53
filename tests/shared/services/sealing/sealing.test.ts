import { describe, expect, it } from 'vitest';
import type { KeyWrapper } from '#shared/gateways/wrapping.ts';
import { createSealing } from '#shared/services/sealing/create-sealing.ts';

const wrappedKey = (n: number): Uint8Array => Buffer.from(`key ${n}`.padEnd(32));

const counting = () => {
  const unwrapped: string[] = [];
  const wrapper: KeyWrapper = {
    generate: async () => ({ plain: wrappedKey(0), wrapped: wrappedKey(0) }),
    unwrap: async (wrapped) => {
      unwrapped.push(Buffer.from(wrapped).toString().trim());
      return wrapped;
    },
  };
  return { unwrapped, wrapper };
};

const poolOf = (n: number) => ({ id: `us-east-1_${n}`, dataKeys: { general: wrappedKey(n) } });

describe('keys that were opened', () => {
  it('stay open for five minutes', async () => {
    let time = 0;
    const { unwrapped, wrapper } = counting();
    const sealing = createSealing({ wrapper, deploymentKey: async () => wrappedKey(0), clock: () => time });
    await sealing.general(poolOf(1));
    time = 299_999;
    await sealing.general(poolOf(1));
    expect(unwrapped).toEqual(['key 1']);
    time = 300_000;
    await sealing.general(poolOf(1));
    expect(unwrapped).toEqual(['key 1', 'key 1']);
  });

  it('are a thousand at most: the one that was opened first makes room', async () => {
    const { unwrapped, wrapper } = counting();
    const sealing = createSealing({ wrapper, deploymentKey: async () => wrappedKey(0) });
    for (let n = 1; n <= 1001; n++) await sealing.general(poolOf(n));
    unwrapped.length = 0;
    for (const n of [1001, 2]) await sealing.general(poolOf(n));
    expect(unwrapped).toEqual([]);
    await sealing.general(poolOf(1));
    expect(unwrapped).toEqual(['key 1']);
  });

  it('are not remembered where they do not open', async () => {
    let fails = true;
    const { wrapper } = counting();
    const unwrap: KeyWrapper['unwrap'] = async (wrapped, context) => {
      if (fails) throw new Error('KMS does not answer.');
      return wrapper.unwrap(wrapped, context);
    };
    const sealing = createSealing({ wrapper: { ...wrapper, unwrap }, deploymentKey: async () => wrappedKey(0) });
    await expect(sealing.general(poolOf(1))).rejects.toThrow('KMS does not answer.');
    fails = false;
    await expect(sealing.general(poolOf(1))).resolves.toBeDefined();
  });
});
