/** The operations by name, with the types of their requests and answers. Types alone: nothing of the SDK is in the console. */
import type * as Sdk from '@aws-sdk/client-cognito-identity-provider';
import type { OperatorOperations } from './own/operators.ts';
import type { PartOperations } from './own/parts.ts';
import type { PoolOperations } from './own/pools.ts';
import type { TrailOperations } from './own/trail.ts';
import type { TransferOperations } from './own/transfers.ts';
import type { UserOperations } from './own/users.ts';

// The SDK turns dates and bytes into objects of JavaScript. In JSON they are seconds since the epoch, and base64.
type Wire<T> = T extends Date
  ? number
  : T extends Uint8Array
    ? string
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [Member in keyof T]: Wire<T[Member]> }
        : T;

type Commands = typeof Sdk;
type CommandName = Extract<keyof Commands, `${string}Command`>;
// Where all members are optional, so is the input.
type FirstOf<Given> = Given extends readonly [infer First, ...unknown[]] ? First : never;
type InputOf<Name extends CommandName> = Commands[Name] extends new (
  ...given: infer Given
) => unknown
  ? FirstOf<Given>
  : never;
type OutputOf<Name extends CommandName> = Commands[Name] extends {
  new (
    input: never,
  ): { resolveMiddleware: (...given: never[]) => (...given: never[]) => Promise<{ output: infer Output }> };
}
  ? Omit<Output, '$metadata'>
  : never;

type CognitoOperations = {
  [Name in CommandName as Name extends `${infer Operation}Command` ? Operation : never]: {
    readonly request: Wire<InputOf<Name>>;
    readonly answer: Wire<OutputOf<Name>>;
  };
};

/** Operations of Gatehouse's own. Each area states its own in a file of `own/`, and adds one line here. */
// biome-ignore format: one line for each area.
export interface OwnOperations extends
  OperatorOperations,
  PartOperations,
  PoolOperations,
  TrailOperations,
  TransferOperations,
  UserOperations {}

/** Every operation. */
export type Operations = Omit<CognitoOperations, keyof OwnOperations> & OwnOperations;
export type Operation = keyof Operations;
export type RequestOf<Name extends Operation> = Operations[Name]['request'];
export type AnswerOf<Name extends Operation> = Operations[Name]['answer'];
