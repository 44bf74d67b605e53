import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import { stack } from './stack.ts';

/** A key of a pool's owner, which stands in a file beside the key of the deployment. */
export interface OwnKey {
  readonly arn: string;
  /** Names it in a pool. */
  readonly configuration: KeyConfigurationType;
  readonly disable: () => void;
  readonly enable: () => void;
  readonly remove: () => void;
}

/** A new key of so many bytes; 32 make a key that can be used. */
export const makeOwnKey = (bytes = 32): OwnKey => {
  const { GATEHOUSE_ACCOUNT_ID: accountId, SEALING_KEY_FILE: sealingKey = '' } = stack().env;
  const id = randomUUID();
  const arn = `arn:aws:kms:${stack().region}:${accountId}:key/${id}`;
  const folder = path.join(path.dirname(sealingKey), 'kms-keys');
  const [file, disabled] = ['key', 'disabled'].map((end) => path.join(folder, `${id}.${end}`)) as [string, string];
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, randomBytes(bytes));
  return {
    arn,
    configuration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: arn },
    disable: () => renameSync(file, disabled),
    enable: () => renameSync(disabled, file),
    remove: () => rmSync(file),
  };
};
