import { X509Certificate } from 'node:crypto';
import { GetSigningCertificateCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const certificateOf = async (UserPoolId: string): Promise<string> =>
  (await adminClient().send(new GetSigningCertificateCommand({ UserPoolId }))).Certificate ?? '';

describe('GetSigningCertificate', () => {
  it('gives the certificate of the pool, the same each time', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const certificate = await certificateOf(pool.poolId);
    expect(new X509Certificate(Buffer.from(certificate, 'base64')).subject).toContain(pool.poolId);
    expect(await certificateOf(pool.poolId)).toBe(certificate);
    expect(await certificateOf(other.poolId)).not.toBe(certificate);
  });

  it('knows no pool that is not there', async () => {
    await expect(certificateOf('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
