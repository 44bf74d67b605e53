import type { AttributeValue, CancellationReason } from '@aws-sdk/client-dynamodb';
import type { Fields } from './connections.ts';

/** The members of an error's body. */
interface Refusal {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
  readonly Item?: Record<string, AttributeValue>;
  readonly CancellationReasons?: CancellationReason[];
}

// The name may have a namespace before it and an address behind it: `com.example#Name`, `Name:http://…`.
const nameOf = (status: number, fields: Fields, { __type }: Refusal): string => {
  const code = __type ?? fields.get('x-amzn-errortype');
  return typeof code === 'string' ? code.replace(/[:,].*$/, '').replace(/^.*#/, '') : `HttpStatus${status}`;
};

const retryAfter = (fields: Fields): Date | undefined => {
  const waitMs = Number(fields.get('x-amz-retry-after') ?? 1000 * Number(fields.get('retry-after')));
  return waitMs > 0 ? new Date(Date.now() + waitMs) : undefined;
};

/** An answer that is an error. Its name is DynamoDB's, such as ConditionalCheckFailedException. */
export class StoreError extends Error {
  /** In the form in which the SDK's rules about retries read it. */
  readonly $metadata: { readonly httpStatusCode: number; clockSkewCorrected?: true };
  /** Given for an error that is to be tried again for its name. */
  declare readonly $retryable?: object;
  /** How often the request was sent until this answer came. */
  attempts = 1;
  /** When the store wants to be asked again, if it said so. */
  readonly retryAfter: Date | undefined;
  /** The item that the condition found, where the write asked for it. */
  readonly item: Record<string, AttributeValue> | undefined;
  /** Why a transaction was refused: one reason for each of its writes, in their order. */
  readonly reasons: readonly CancellationReason[];

  constructor(status: number, fields: Fields, refusal: Refusal) {
    const { message, Message, Item, CancellationReasons } = refusal;
    super(message ?? Message ?? '');
    this.name = nameOf(status, fields, refusal);
    this.$metadata = { httpStatusCode: status };
    this.retryAfter = retryAfter(fields);
    if (this.name === 'ReplicatedWriteConflictException') this.$retryable = {};
    this.item = Item;
    this.reasons = CancellationReasons ?? [];
  }
}

// What stands between us and the store may answer with a page.
const refusalIn = (body: string, parse: (body: string) => unknown): Refusal => {
  try {
    const parsed = parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
};

/** The error in an answer. */
export const storeErrorFrom = (
  status: number,
  fields: Fields,
  body: string,
  parse: (body: string) => unknown,
): StoreError => new StoreError(status, fields, refusalIn(body, parse));
