import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { stack } from './stack.ts';

/** The answer of a worker to a payload. Throws what the worker throws. */
export const callWorker = async (worker: string, payload: object): Promise<Record<string, unknown>> => {
  const { lambdaEndpoint: endpoint, region, credentials } = stack();
  const lambda = new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: `gatehouse-local-${worker}`, Payload: JSON.stringify(payload) }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
  if (FunctionError) throw new Error(answer.errorMessage);
  return answer;
};
