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
  /** Undefined in an exchange that an earlier release began. */
  readonly u: Buffer | undefined;
  readonly trail: Trail;
  readonly clientId: string;
  readonly userKey: string;
  /** The name in the client's proof. */
  readonly userId: string;
  /** Empty where there is no such user. */
  readonly sub: string;
  /** As in a Session. */
  readonly signOuts?: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface Travelling extends Omit<SrpExchange, 'A' | 'b' | 'u'> {
  readonly A: string;
  readonly b: string;
  readonly u?: string;
}

const isTravelling = (value: unknown): value is Travelling =>
  typeof value === 'object' && value !== null && 'trail' in value && 'A' in value && 'b' in value;

// Room for names of ordinary length: the length of a block must not tell whether there is a user in it.
const blockBytes = 2048;

const filledUp = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes, ' ')]);
};

/** Whose secret it is about. An exchange of one kind cannot be used as the other. */
type ExchangeKind = 'srp exchange' | 'device srp exchange';

/** SECRET_BLOCK: the sealed exchange, which the client brings back. */
export const toSecretBlock = (
  seal: Seal,
  { A, b, u, ...rest }: SrpExchange,
  kind: ExchangeKind = 'srp exchange',
): Buffer => {
  const travelling = { A: A.toString('base64'), b: b.toString('base64'), u: u?.toString('base64') };
  return seal.seal(kind, filledUp(JSON.stringify({ ...rest, ...travelling })));
};

const fromSecretBlock = (seal: Seal, block: Buffer, kind: ExchangeKind): SrpExchange | undefined => {
  const plain = seal.open(kind, block);
  const travelling: unknown = plain && JSON.parse(plain.toString());
  if (!isTravelling(travelling)) return undefined;
  const { A, b, u, ...rest } = travelling;
  const known = u === undefined ? undefined : Buffer.from(u, 'base64');
  return { ...rest, A: Buffer.from(A, 'base64'), b: Buffer.from(b, 'base64'), u: known };
};

/** The exchange in a SECRET_BLOCK. Throws NotAuthorizedException for one that is not this client's, or has expired. */
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
