import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SignedService } from '#shared/domain/signature-v4/verify.ts';

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

const files = { 'cognito-idp': 'operations.json', 'cognito-identity': 'identity-operations.json' } as const;

/** The published constraints of an API, by default that of user pools, as the JSON files of this folder hold them. */
export const readContract = (service: SignedService = 'cognito-idp'): Contract =>
  JSON.parse(readFileSync(join(import.meta.dirname, files[service]), 'utf8'));

/** The APIs' prefixes of the target header, and ours for operations that they do not have. */
export const targetPrefix = {
  api: 'AWSCognitoIdentityProviderService',
  identity: 'AWSCognitoIdentityService',
  own: 'Gatehouse',
};

const identityPrefix = 'Identity';

/** The files of all operations. */
export const operationFiles = (root: string): readonly string[] =>
  globSync('functions/{api,identity}/*/*.ts', { cwd: root }).sort();

/** The key of the operation in a file: that of its function, the last part of its path, and its name in metrics. */
export const operationKey = (file: string): string =>
  `${/(?:^|\/)functions\/identity\//.test(file) ? identityPrefix : ''}${basename(file, '.ts')}`;

/** The API, and the name that it has for the operation with that key. */
export const operationOf = (key: string): { readonly service: SignedService; readonly name: string } =>
  key.startsWith(identityPrefix)
    ? { service: 'cognito-identity', name: key.slice(identityPrefix.length) }
    : { service: 'cognito-idp', name: key };

/** The target header of the operation with that key. */
export const targetOf = (key: string, ownOperations: readonly string[]): string => {
  const { service, name } = operationOf(key);
  if (service === 'cognito-identity') return `${targetPrefix.identity}.${name}`;
  return `${ownOperations.includes(name) ? targetPrefix.own : targetPrefix.api}.${name}`;
};
