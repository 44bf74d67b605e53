import { inject } from 'vitest';
import type { Credentials } from '#local/signature.ts';

/** What tests know about the stack that they run against. */
export interface StackFacts {
  readonly endpoint: string;
  /** The same over HTTPS, and the file with the certificate that vouches for it. */
  readonly https?: { readonly endpoint: string; readonly certificateAuthority: string } | undefined;
  readonly mailboxUrl: string;
  readonly lambdaEndpoint: string;
  readonly databaseEndpoint: string;
  /** The file of the embedded database, where it is in memory and can be read all the same. */
  readonly databaseFile?: string | undefined;
  readonly tableName: string;
  /** The file of the audit trail. */
  readonly trailFile: string;
  readonly region: string;
  /** The credentials by which its parts know each other. */
  readonly credentials: Credentials;
  /** The port of the legacy directory that users migrate from. Only a test that stands in for it listens there. */
  readonly legacyDirectoryPort: number;
  /** The settings of its functions. */
  readonly env: Readonly<Record<string, string>>;
  /** The file where the functions print, in runs that read it. */
  readonly logFile?: string | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    stack: StackFacts;
  }
}

/** The stack of this run. */
export const stack = (): StackFacts => inject('stack');

/** Scheme and host of the issuers of this run. */
export const issuerOrigin = (): string => stack().env.GATEHOUSE_ISSUER_ORIGIN ?? stack().endpoint;
