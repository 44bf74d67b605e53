import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';
import { logger } from '#shared/observability/powertools.ts';
import { boundedMessage, examine, mostToldFaults, newTally } from './validation.ts';

/** What a worker knows in addition to its payload. */
export interface Work {
  /** Milliseconds until Lambda ends the function. */
  readonly remainingMs: () => number;
}

/** A function without a route: whoever may invoke it may have the work done. */
export interface Worker<Schema extends v.GenericSchema, Answer extends object> {
  readonly name: string;
  readonly payload: Schema;
  readonly run: (payload: v.InferOutput<Schema>, work: Work) => Promise<Answer>;
}

// Only the paths of the first faults: a payload may hold secrets, and so may a message about its values.
const placesOf = (issues: readonly v.BaseIssue<unknown>[]): string =>
  boundedMessage(
    issues
      .slice(0, mostToldFaults)
      .map((issue) => v.getDotPath(issue) ?? 'the payload')
      .join(', '),
  );

const parse = <Schema extends v.GenericSchema>(schema: Schema, event: unknown): v.InferOutput<Schema> => {
  const result = examine(schema, event, newTally());
  if (!result.success) {
    const sentence = `The payload is not valid: see ${placesOf(result.issues)}.`;
    throw new CognitoException('InvalidParameterException', sentence);
  }
  return result.output;
};

/** The Lambda handler of a worker. Throws what went wrong: then the invoker is told, or Lambda tries again. */
export const worker =
  <Schema extends v.GenericSchema, Answer extends object>({ name, payload, run }: Worker<Schema, Answer>) =>
  async (event: unknown, context: Context): Promise<Answer> => {
    const facts = { worker: name, requestId: context.awsRequestId };
    try {
      const answer = await run(parse(payload, event), { remainingMs: () => context.getRemainingTimeInMillis() });
      logger.info('done', facts);
      return answer;
    } catch (error) {
      logger.error('failed', { ...facts, error: error instanceof Error ? error : new Error(String(error)) });
      throw error;
    }
  };
