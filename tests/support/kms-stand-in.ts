import { randomBytes } from 'node:crypto';
import { startService } from '#tests/shared/gateways/service-stand-in.ts';

/** ARN of a key that the stand-in has. */
export const keyArn = (id: string): string => `arn:aws:kms:us-east-1:000000000000:key/${id}`;

/** Behaves like KMS: what it encrypts opens only for the same key and the same encryption context. */
export const startKms = async () => {
  const known = new Map<string, string>();
  const keep = (plain: string, belonging: string): string => {
    const blob = randomBytes(100).toString('base64');
    known.set(`${blob} ${belonging}`, plain);
    return blob;
  };
  return startService((response, { headers, body }) => {
    const { KeyId, EncryptionContext = {}, NumberOfBytes = 32, Plaintext, CiphertextBlob } = JSON.parse(body);
    const belonging = JSON.stringify([KeyId, Object.entries(EncryptionContext).sort()]);
    const answer = (members: object): void => {
      response.end(JSON.stringify({ KeyId, ...members }));
    };
    const operation = headers['x-amz-target'];
    if (operation === 'TrentService.GenerateDataKey') {
      const plain = randomBytes(NumberOfBytes).toString('base64');
      return answer({ Plaintext: plain, CiphertextBlob: keep(plain, belonging) });
    }
    if (operation === 'TrentService.Encrypt') return answer({ CiphertextBlob: keep(Plaintext, belonging) });
    const plain = known.get(`${CiphertextBlob} ${belonging}`);
    if (plain !== undefined) return answer({ Plaintext: plain });
    response.writeHead(400).end('{"__type":"InvalidCiphertextException"}');
  });
};
