import type { Context } from 'aws-lambda';
import type * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { auditedOperation } from '#shared/observability/audited-operation.ts';
import { audit, type CallRequest, inCall, noteOnCall, noteRefusal } from '#shared/observability/call.ts';
import { logger } from '#shared/observability/powertools.ts';
import { type Worker, worker } from './worker.ts';

// Lambda does not tell a function who invoked it, nor from where. As in CloudTrail, a service stands for its address.
const invokedBy = ({ awsRequestId: requestId }: Context): CallRequest => ({
  method: '',
  path: '',
  query: '',
  headers: {},
  body: new Uint8Array(),
  sourceIp: 'lambda.amazonaws.com',
  requestId,
});

/** The Lambda handler of a worker that people invoke: like that of `worker`, and each call is on the audit trail. */
export const auditedWorker = <Schema extends v.GenericSchema<unknown, object>, Answer extends object>(
  definition: Worker<Schema, Answer>,
): ((event: unknown, context: Context) => Promise<Answer>) => {
  const { name } = definition;
  const called = { name, key: name, api: 'worker' } as const;
  const handler = worker({
    ...definition,
    run: async (request, work) => {
      noteOnCall({ request });
      const response = await definition.run(request, work);
      noteOnCall({ response });
      return response;
    },
  });
  return (event, context) =>
    inCall(async (notes) => {
      const startedAt = now();
      const begun = performance.now();
      try {
        return await handler(event, context);
      } catch (error) {
        if (error instanceof CognitoException) noteRefusal(error.name, error.message);
        else noteRefusal('InternalErrorException', 'Internal server error.');
        throw error;
      } finally {
        const isFault = notes.refusal?.code === 'InternalErrorException';
        const outcome = isFault ? 'failed' : notes.refusal ? 'refused' : 'succeeded';
        const statusCode = isFault ? 500 : notes.refusal ? 400 : 200;
        const durationMs = performance.now() - begun;
        const call = {
          ...notes,
          called,
          http: invokedBy(context),
          startedAt,
          durationMs,
          outcome,
          statusCode,
        } as const;
        try {
          audit(call, auditedOperation(call));
        } catch (error) {
          const failure = error instanceof Error ? error : new Error(String(error));
          logger.error('not on the trail', { requestId: context.awsRequestId, error: failure });
        }
      }
    }, name);
};
