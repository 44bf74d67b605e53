import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { stack } from './stack.ts';

/** What a worker answers to a payload. Throws what it throws. */
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
