import { inject } from 'vitest';

/** What tests know of the stack that they run against. */
export interface StackFacts {
  readonly endpoint: string;
  readonly mailboxUrl: string;
  readonly lambdaEndpoint: string;
  readonly httpApiUrl: string;
  readonly databaseEndpoint: string;
  readonly tableName: string;
  readonly region: string;
  /** Where users migrate from: nobody listens but the test that stands in for a legacy directory. */
  readonly legacyDirectoryPort: number;
  /** The settings of its functions. */
  readonly env: Readonly<Record<string, string>>;
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
