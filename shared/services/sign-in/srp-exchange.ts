import type { Seal } from '../sealing/sealing.ts';

/** The server's side of an SRP exchange, between its two requests. */
export interface SrpExchange {
  readonly A: Buffer;
  readonly b: Buffer;
  readonly signInId: string;
  readonly clientId: string;
  readonly userKey: string;
  /** The name that the client's proof is about. */
  readonly userId: string;
  /** Empty where there is no such user. */
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface Travelling extends Omit<SrpExchange, 'A' | 'b'> {
  readonly A: string;
  readonly b: string;
}

const isTravelling = (value: unknown): value is Travelling =>
  typeof value === 'object' && value !== null && 'signInId' in value && 'A' in value && 'b' in value;

// Room for names of any ordinary length: how long a block is must not tell whether there is a user in it.
const blockBytes = 1536;

const filledUp = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes, ' ')]);
};

/** SECRET_BLOCK: the exchange, sealed, for the client to bring back. */
export const toSecretBlock = (seal: Seal, { A, b, ...rest }: SrpExchange): Buffer =>
  seal.seal('srp exchange', filledUp(JSON.stringify({ ...rest, A: A.toString('base64'), b: b.toString('base64') })));

/** The exchange in a SECRET_BLOCK; undefined for what is none of this pool's. */
export const fromSecretBlock = (seal: Seal, block: Buffer): SrpExchange | undefined => {
  const plain = seal.open('srp exchange', block);
  const travelling: unknown = plain && JSON.parse(plain.toString());
  if (!isTravelling(travelling)) return undefined;
  const { A, b, ...rest } = travelling;
  return { ...rest, A: Buffer.from(A, 'base64'), b: Buffer.from(b, 'base64') };
};
