import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A shape of the API: lengths of strings, values of numbers and item counts of lists are all `min` and `max`. */
export interface Shape {
  readonly type: 'blob' | 'boolean' | 'document' | 'integer' | 'list' | 'map' | 'string' | 'structure' | 'timestamp';
  /** The shape of each member of a structure, by name. */
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** The shape of a list's items or a map's values. */
  readonly of?: string;
  readonly key?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
}

/** An operation of the API: who may call it, the names of its shapes, and of the exceptions it may answer. */
export interface ContractOperation {
  readonly auth: 'public' | 'signed' | 'token';
  /** What can replace the access token. */
  readonly or?: 'session';
  readonly request: string;
  readonly response?: string;
  readonly errors: readonly string[];
}

export interface Contract {
  readonly operations: Readonly<Record<string, ContractOperation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** The published constraints of the API, as tests/contract/operations.json holds them. */
export const readContract = (): Contract =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'operations.json'), 'utf8'));

/** The API's prefix of the target header, and ours for operations that the API does not have. */
export const targetPrefix = { api: 'AWSCognitoIdentityProviderService', own: 'Gatehouse' };
