import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWrapped, wrappedUnder } from '#shared/domain/sealing/wrapped-key.ts';

const anArn = fc
  .tuple(fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'), fc.constantFrom('us-east-1', 'eu-west-3'), fc.uuid())
  .map(([partition, region, id]) => `arn:${partition}:kms:${region}:111122223333:key/${id}`);

const bytes = fc.uint8Array({ maxLength: 300 });

it('says which key wrapped a data key, and gives the bytes that it wrapped', () => {
  fc.assert(
    fc.property(anArn, bytes, (arn, blob) => {
      const { keyArn, bytes: read } = readWrapped(wrappedUnder(arn, blob));
      expect([keyArn, Buffer.from(read)]).toEqual([arn, Buffer.from(blob)]);
    }),
  );
});

it('leaves what the key of the deployment wrapped as it is', () => {
  const odd = fc.constantFrom(
    '',
    '\n',
    'arn:aws:kms:x\n',
    'arn:aws:s3:us-east-1:1:key/a\n',
    'arn:aws:kms:us-east-1:1:key/a',
  );
  fc.assert(
    fc.property(odd, bytes, (start, rest) => {
      const wrapped = Buffer.concat([Buffer.from(start), start === '' ? rest : rest.filter((byte) => byte !== 0x0a)]);
      expect(readWrapped(wrapped)).toEqual({ keyArn: undefined, bytes: wrapped });
    }),
  );
});
