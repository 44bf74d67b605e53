import { type Argon2, defaultTagBytes, variantNumbers } from './argon2.ts';
import { wasm } from './argon2-wasm-bytes.ts';

interface Memory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}

type Call = (...numbers: readonly number[]) => number;

// The exports of the compiled C, under the one-letter names that its build gave them.
interface Argon2Module {
  readonly memory: Memory;
  readonly malloc: Call;
  readonly free: Call;
  readonly encodedLength: Call;
  readonly hash: Call;
}

interface Engine {
  readonly instantiate: (
    bytes: Uint8Array,
    imports: Readonly<Record<string, Readonly<Record<string, Call | ((...numbers: readonly number[]) => void)>>>>,
  ) => Promise<{ readonly instance: { readonly exports: object } }>;
}

const isEngine = (value: unknown): value is Engine =>
  typeof value === 'object' && value !== null && 'instantiate' in value && typeof value.instantiate === 'function';

const isMemory = (value: unknown): value is Memory =>
  typeof value === 'object' && value !== null && 'buffer' in value && 'grow' in value;

const isCall = (value: unknown): value is Call => typeof value === 'function';

const pageBytes = 65_536;
const version = 0x13;

const instantiate = async (): Promise<Argon2Module> => {
  const engine: unknown = Reflect.get(globalThis, 'WebAssembly');
  if (!isEngine(engine)) throw new Error('This runtime has no WebAssembly.');
  const own: { memory?: Memory } = {};
  const memory = (): Memory => {
    if (!own.memory) throw new Error('argon2 has no memory.');
    return own.memory;
  };
  const { instance } = await engine.instantiate(wasm, {
    a: {
      // Returns nothing: a returned array would be turned into a number, which takes seconds.
      a: (to = 0, from = 0, count = 0) => {
        new Uint8Array(memory().buffer).copyWithin(to, from, from + count);
      },
      b: (size = 0) => {
        try {
          memory().grow(Math.ceil(((size >>> 0) - memory().buffer.byteLength) / pageBytes));
          return 1;
        } catch {
          return 0;
        }
      },
    },
  });
  const exported = (name: string): unknown => Reflect.get(instance.exports, name);
  const call = (name: string): Call => {
    const found = exported(name);
    if (!isCall(found)) throw new Error(`argon2 exports no ${name}.`);
    return found;
  };
  const found = exported('c');
  if (!isMemory(found)) throw new Error('argon2 exports no memory.');
  own.memory = found;
  call('d')();
  return { memory: found, malloc: call('f'), free: call('g'), encodedLength: call('j'), hash: call('l') };
};

let instance: Promise<Argon2Module> | undefined;

/**
 * Argon2 by argon2-browser's WebAssembly. It is called directly, as the package's own loader does not start on Node.
 */
export const wasmArgon2: Argon2 = async (password, salt, parameters) => {
  const { memory, passes, parallelism, tagBytes = defaultTagBytes } = parameters;
  const variant = variantNumbers[parameters.variant ?? 'argon2id'];
  instance ??= instantiate();
  const argon2 = await instance;
  const secret = new TextEncoder().encode(password);
  const allocate = (size: number, bytes?: Uint8Array): number => {
    const at = argon2.malloc(size + 1);
    if (at === 0) throw new Error('argon2 has no memory left.');
    if (bytes) new Uint8Array(argon2.memory.buffer).set(bytes, at);
    return at;
  };
  const encoded = argon2.encodedLength(passes, memory, parallelism, salt.length, tagBytes, variant);
  const [secretAt, saltAt, tagAt, encodedAt] = [
    allocate(secret.length, secret),
    allocate(salt.length, salt),
    allocate(tagBytes),
    allocate(encoded),
  ];
  try {
    const input = [secretAt, secret.length, saltAt, salt.length] as const;
    const output = [tagAt, tagBytes, encodedAt, encoded] as const;
    const fault = argon2.hash(passes, memory, parallelism, ...input, ...output, variant, 0, 0, 0, 0, version);
    if (fault !== 0) throw new Error(`argon2 failed with ${fault}.`);
    return Buffer.from(argon2.memory.buffer.slice(tagAt, tagAt + tagBytes));
  } finally {
    new Uint8Array(argon2.memory.buffer).fill(0, secretAt, secretAt + secret.length);
    for (const at of [secretAt, saltAt, tagAt, encodedAt]) argon2.free(at);
  }
};
