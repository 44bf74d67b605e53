/** A sign-in on an app's own pages, from the request for authorization to the way back to the app. */
import type { ChallengeName } from '../sign-in/sign-in-facts.ts';
import type { AuthContext } from '../tokens/token-family.ts';

/** How long a transaction counts, in milliseconds. */
export const transactionLifetimeMs = 1_800_000;

/** How long its end counts, in milliseconds: the page leads the browser on at once. */
export const transactionEndMs = 120_000;

/** A transaction as it is stored. What it is about is sealed. */
export interface StoredTransaction {
  readonly clientId: string;
  /** Digest of the secret that the browser alone has. */
  readonly browser: string;
  /** How many steps were taken. Whoever answers a step names it, so that none is answered twice. */
  readonly turn: number;
  /** Base64url. */
  readonly sealed: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** A challenge as a page of the app is shown it. */
export interface AskedChallenge {
  readonly challenge: ChallengeName;
  readonly session: string;
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly choices: readonly string[];
}

/** A user whose password was chosen or given in this transaction, before the sign-up was confirmed. */
interface JustSignedUp {
  readonly userKey: string;
  readonly sub: string;
  readonly signOuts?: number;
  readonly expiresAt: number;
}

/** Whom the app gets an answer about, once the browser comes for it. */
export interface TransactionOutcome {
  readonly userKey: string;
  readonly sub: string;
  readonly signOuts: number;
  readonly authContext: AuthContext;
  /** The value of the cookie of the new session; undefined where the browser had one. */
  readonly cookie?: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/** What a transaction waits for. */
export type TransactionStep =
  | {
      readonly step: 'signIn';
      readonly username?: string;
      readonly notice?: 'passwordChanged' | 'confirmed' | 'waitsForAdministrator';
    }
  | { readonly step: 'account'; readonly userKey: string; readonly sessionId: string }
  | { readonly step: 'challenge'; readonly question: AskedChallenge }
  | { readonly step: 'signUp' }
  | {
      readonly step: 'confirmSignUp';
      readonly username: string;
      readonly destination?: string;
      readonly signedUp?: JustSignedUp;
    }
  | { readonly step: 'forgotPassword'; readonly username?: string }
  | { readonly step: 'resetPassword'; readonly username: string; readonly destination?: string }
  | { readonly step: 'done'; readonly outcome: TransactionOutcome };

/** What is sealed of a transaction. */
export interface TransactionContent {
  /** The query by which the app asked for authorization. */
  readonly query: string;
  /** Where somebody comes through a provider and is asked for the account that the person may have: the secret of that. */
  readonly pending?: string;
  readonly at: TransactionStep;
}

/** Names of errors that are about the transaction itself. */
export type TransactionFault =
  | 'BrowserNotKnownException'
  | 'OriginNotAllowedException'
  | 'StepMismatchException'
  | 'TransactionNotFoundException';

const statuses: Readonly<Record<TransactionFault, number>> = {
  BrowserNotKnownException: 403,
  OriginNotAllowedException: 403,
  StepMismatchException: 409,
  TransactionNotFoundException: 404,
};

/** A request that does not fit its transaction. */
export class TransactionRefusal extends Error {
  override readonly name: TransactionFault;
  readonly status: number;

  constructor(name: TransactionFault, message: string) {
    super(message);
    this.name = name;
    this.status = statuses[name];
  }
}

const form = /^\/transactions\/(([\w+]{1,128})\.[\w-]{43})(?:\/(return|hosted|provider))?$/;

const ways = ['return', 'hosted', 'provider'] as const;

/** Where browsers go from a transaction: back to the app, to our own pages, or to a provider. */
export type TransactionWay = (typeof ways)[number];

/** Where a request about a transaction goes. */
export interface TransactionAddress {
  readonly id: string;
  readonly clientId: string;
  readonly way: TransactionWay | undefined;
}

/** What a path says; undefined for one of no transaction. */
export const transactionAddress = (path: string): TransactionAddress | undefined => {
  const [, id, clientId, way] = form.exec(path) ?? [];
  if (id === undefined || clientId === undefined) return undefined;
  return { id, clientId, way: ways.find((one) => one === way) };
};

/** The path of a transaction, or of where the browser goes from it. */
export const transactionPath = (id: string, way?: TransactionWay): string =>
  `/transactions/${id}${way === undefined ? '' : `/${way}`}`;
