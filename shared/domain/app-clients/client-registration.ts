/** What is kept of clients that no administrator made: they registered themselves. */
import { createHash } from 'node:crypto';

/** How a client proves itself at the token endpoint: RFC 7591 section 2. */
export const authMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

export type AuthMethod = (typeof authMethods)[number];

/** What is known of a client that registered itself, beside what every client has. */
export interface ClientRegistration {
  /** The URL of its metadata document, which is its client id; undefined where it registered at the endpoint. */
  readonly documentUrl?: string;
  /** The digest of its registration access token: RFC 7592. A client with a document has none. */
  readonly tokenDigest?: string;
  /** The client that let it register by an initial access token. */
  readonly admittedBy?: string;
  /** The issuer that it knows the pool by: answers to it name that one (RFC 9207). */
  readonly issuer: string;
  /** Its name as people read it: the API allows fewer characters. */
  readonly displayName?: string;
  readonly authMethod: AuthMethod;
  /** What it wants where a request names no scopes. */
  readonly scopes?: readonly string[];
  /** What it states of itself besides, by the names of RFC 7591. */
  readonly stated: Readonly<Record<string, string>>;
  /** One of the pool's numbered places for such clients. */
  readonly slot: number;
  /** Epoch milliseconds. A use of the client moves it. */
  readonly expiresAt: number;
  /** When its document was read, in epoch milliseconds, and how long that counts. */
  readonly readAt?: number;
  readonly freshUntil?: number;
}

/** The resource server that every pool has for the registration of clients, and its one scope. No other may be called so. */
export const registrationServer = 'aws.cognito/dcr';
export const registrationScope = `${registrationServer}/register`;

/** True for a client id that is the URL of a metadata document. */
export const isDocumentUrl = (clientId: string): boolean => clientId.startsWith('https://');

/** The id under which a pool keeps the client of a metadata document. */
export const idOfDocument = (poolId: string, url: string): string =>
  `document${createHash('sha256').update(`${poolId} ${url}`).digest('hex')}`;

/** The digest by which a registration access token is stored. */
export const registrationTokenDigest = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');
