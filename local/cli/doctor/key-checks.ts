import type * as v from 'valibot';
import type { Finding } from '#shared/domain/doctor/finding.ts';
import type { PoolFacts } from '#shared/domain/doctor/pool-checks.ts';
import { Refusal } from '../failures.ts';

/** The finding that a refusal is which says that the pool's own key cannot be used. Throws any other error again. */
export const checkKey = (
  { Id, KeyConfiguration }: Pick<v.InferOutput<typeof PoolFacts>, 'Id' | 'KeyConfiguration'>,
  error: unknown,
): Finding => {
  if (!(error instanceof Refusal && /^The KMS key of the user pool cannot be used: /.test(error.message))) throw error;
  const key = KeyConfiguration?.KmsKeyArn ?? '';
  return {
    check: 'unusable-key',
    level: 'warning',
    subject: Id,
    what: error.message,
    why: 'Nobody can sign in to the pool, and if the key is deleted, nothing that is sealed in it can ever be read again.',
    mend: `let the deployment use ${key} again: docs/own-keys.md`,
  };
};
