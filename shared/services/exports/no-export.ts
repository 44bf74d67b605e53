import { CognitoException } from '#shared/errors/exception.ts';

/** The pool has no such export. */
export const noExport = (exportId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `Export ${exportId} does not exist.`);
