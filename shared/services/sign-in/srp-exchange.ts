import { now } from '#shared/config/clock.ts';
import { expiredSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Seal } from '../sealing/create-sealing.ts';
import { wrongPassword } from './attempts.ts';

/** The server's side of an SRP exchange, between its two requests. */
export interface SrpExchange {
  readonly A: Buffer;
  readonly b: Buffer;
  readonly trail: Trail;
  readonly clientId: string;
  readonly userKey: string;
  /** The name that the client's proof is about. */
  readonly userId: string;
  /** Empty where there is no such user. */
  readonly sub: string;
  /** As a Session keeps it. */
  readonly signOuts?: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface Travelling extends Omit<SrpExchange, 'A' | 'b'> {
  readonly A: string;
  readonly b: string;
}

const isTravelling = (value: unknown): value is Travelling =>
  typeof value === 'object' && value !== null && 'trail' in value && 'A' in value && 'b' in value;

// Room for names of any ordinary length: how long a block is must not tell whether there is a user in it.
const blockBytes = 2048;

const filledUp = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes, ' ')]);
};

/** Whose secret it is about: an exchange of one kind is none of the other. */
type ExchangeKind = 'srp exchange' | 'device srp exchange';

/** SECRET_BLOCK: the exchange, sealed, for the client to bring back. */
export const toSecretBlock = (
  seal: Seal,
  { A, b, ...rest }: SrpExchange,
  kind: ExchangeKind = 'srp exchange',
): Buffer => seal.seal(kind, filledUp(JSON.stringify({ ...rest, A: A.toString('base64'), b: b.toString('base64') })));

const fromSecretBlock = (seal: Seal, block: Buffer, kind: ExchangeKind): SrpExchange | undefined => {
  const plain = seal.open(kind, block);
  const travelling: unknown = plain && JSON.parse(plain.toString());
  if (!isTravelling(travelling)) return undefined;
  const { A, b, ...rest } = travelling;
  return { ...rest, A: Buffer.from(A, 'base64'), b: Buffer.from(b, 'base64') };
};

/** The exchange in a SECRET_BLOCK. Throws NotAuthorizedException for what is none of this client's, or is over. */
export const openExchange = (
  seal: Seal,
  { client }: ClientRecord,
  block: Buffer,
  kind: ExchangeKind = 'srp exchange',
): SrpExchange => {
  const exchange = fromSecretBlock(seal, block, kind);
  if (exchange?.clientId !== client.id) throw wrongPassword();
  if (exchange.expiresAt <= now()) throw expiredSession();
  return exchange;
};
