import { exportJWK, generateKeyPair } from 'jose';
import type { UserImportJob } from '#shared/domain/imports/user-import-job.ts';
import type { Seal } from '../sealing/create-sealing.ts';

/** A P-256 key pair for one job, so that the file to upload can be sealed for it. */
export const makeImportKey = async (seal: Seal): Promise<NonNullable<UserImportJob['key']>> => {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const [known, secret] = await Promise.all([exportJWK(publicKey), exportJWK(privateKey)]);
  return { publicKey: known, privateKey: seal.seal('import key', JSON.stringify(secret)) };
};
