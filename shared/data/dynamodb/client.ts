import type { DynamoDBDocumentClientCommand, DynamoDBDocumentClientResolvedConfig } from '@aws-sdk/lib-dynamodb';
import { createStoreRequest, type Store } from './request.ts';

/** A command of lib-dynamodb, such as GetCommand: what goes in and out of it, in plain values and as the store has it. */
type DocumentCommand<
  Input extends object,
  Output extends object,
  StoreInput extends object,
  StoreOutput extends object,
> = DynamoDBDocumentClientCommand<Input, Output, StoreInput, StoreOutput, DynamoDBDocumentClientResolvedConfig>;

/** Sends commands of lib-dynamodb. Plain values go in and come out. */
export interface DocumentClient {
  /**
   * What the store answered. Throws StoreError for an answer that is an error, and the error of the connection where no
   * answer came.
   */
  readonly send: <I extends object, O extends object, SI extends object, SO extends object>(
    command: DocumentCommand<I, O, SI, SO>,
  ) => Promise<O>;
}

// Of the client's settings, the marshalling reads this one alone.
const configuration = {
  translateConfig: { marshallOptions: { removeUndefinedValues: true } },
} as DynamoDBDocumentClientResolvedConfig;

const operationOf = (schema: unknown): string => {
  const name: unknown = Array.isArray(schema) ? schema[2] : undefined;
  if (typeof name === 'string') return name;
  throw new Error('The command does not say of which operation it is.');
};

/**
 * A client of DynamoDB that runs the commands of lib-dynamodb with their own marshalling, and sends what comes of it by
 * signed HTTP. The SDK's client would take four times the CPU for that.
 */
export const createDocumentClient = (store: Store): DocumentClient => {
  const request = createStoreRequest(store);

  return {
    send: async <I extends object, O extends object, SI extends object, SO extends object>(
      command: DocumentCommand<I, O, SI, SO>,
    ): Promise<O> => {
      const { middlewareStack } = command;
      // biome-ignore-start lint/complexity/useLiteralKeys: both are protected, and the way to them is not by a literal.
      const operation = operationOf(command['clientCommand'].schema);
      command['addMarshallingMiddleware'](configuration);
      // biome-ignore-end lint/complexity/useLiteralKeys: as above
      // The marshalling has its place before these two, which write and read the SDK's JSON elsewhere.
      middlewareStack.add((next) => next, { name: 'serializerMiddleware', step: 'serialize' });
      middlewareStack.add((next) => next, { name: 'deserializerMiddleware', step: 'deserialize' });
      const run = middlewareStack.resolve<I | SI, O>(
        async ({ input }) => ({ output: await request<O>(operation, input), response: undefined }),
        {},
      );
      return (await run({ input: command.input })).output;
    },
  };
};
