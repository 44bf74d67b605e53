import { CognitoException } from '#shared/errors/exception.ts';

/** The exception for an export that does not exist in the pool. */
export const noExport = (exportId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `Export ${exportId} does not exist.`);
