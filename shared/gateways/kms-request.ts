import { createAwsRequest } from './aws-request.ts';

type KmsOperation = 'Decrypt' | 'Encrypt' | 'GenerateDataKey' | 'ReEncrypt';

/** Has KMS do one operation. Throws ServiceRefusal, or a plain Error where no answer came. */
export type KmsRequest = (operation: KmsOperation, input: object) => Promise<unknown>;

interface Settings {
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const timeoutMs = 5000;

/** The bytes in a member of an answer. Throws a plain Error where there are none. */
export const bytesIn = (answer: unknown, member: 'Plaintext' | 'CiphertextBlob'): Buffer => {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, member) : undefined;
  if (typeof value !== 'string') throw new Error(`KMS gave no ${member}.`);
  return Buffer.from(value, 'base64');
};

/**
 * Calls KMS. Each operation may be repeated after a lost answer, so all are tried up to three times.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html
 */
export const createKmsRequest = ({ region, endpoint }: Settings): KmsRequest => {
  const request = createAwsRequest({ service: 'kms', endpoint });
  return async (operation, input) => {
    const { body } = await request({
      region,
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` },
      body: JSON.stringify(input),
      timeoutMs,
      retriesAfter: ['silent', 'throttled', 'broken'],
    });
    return JSON.parse(body.toString());
  };
};
