import { readFileSync } from 'node:fs';
import { buildDecrypt } from '@aws-crypto/decrypt-node';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import { cacheClients, getClient, KmsKeyringClass } from '@aws-crypto/kms-keyring';
import {
  CommitmentPolicy,
  immutableClass,
  KeyringNode,
  type Newable,
  type NodeAlgorithmSuite,
} from '@aws-crypto/material-management-node';
import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from '@aws-crypto/raw-aes-keyring-node';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { KMS } from './kms-client.ts';

/** Encrypts what a custom sender is to send to a user: a code, or a temporary password. */
export interface CodeEncryption {
  /**
   * An AWS Encryption SDK message in base64. `keyId` is the ARN of a KMS key, unused where a key file stands in for
   * KMS.
   */
  readonly encrypt: (code: string, to: { readonly userPoolId: string; readonly keyId: string }) => Promise<string>;
}

/** Decrypts what a custom sender is given. */
export interface CodeDecryption {
  /** Throws what the Encryption SDK throws, or a plain Error for a message that was encrypted for another user pool. */
  readonly decrypt: (code: string, from: { readonly userPoolId: string }) => Promise<string>;
}

interface KeyFile {
  /** Path of 32 bytes that stand in for every KMS key; undefined on AWS. */
  readonly keyFile: string | undefined;
}

// Every message names the pool in this member, so that a role or a key policy can be limited to a pool.
const poolMember = 'userpool-id';

// The package for Node builds its key ring from these classes, but brings the SDK's KMS client with it: 150 kB for
// three calls. It uses the same cast, as the class is abstract only to the types.
class KmsKeyring extends KmsKeyringClass<NodeAlgorithmSuite, KMS>(KeyringNode as Newable<KeyringNode>) {}
immutableClass(KmsKeyring);

const clientProvider = cacheClients(getClient(KMS));

const fileKeyring = (path: string): RawAesKeyringNode =>
  new RawAesKeyringNode({
    keyNamespace: 'gatehouse',
    keyName: 'custom-senders',
    unencryptedMasterKey: new Uint8Array(readFileSync(path)),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });

/**
 * Encrypts as Cognito does: message format 1, signed and without key commitment, which every version of the Encryption
 * SDK reads.
 */
export const createCodeEncryption = ({ keyFile }: KeyFile): CodeEncryption => {
  const { encrypt } = buildEncrypt(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const fixed = keyFile === undefined ? undefined : fileKeyring(keyFile);
  return {
    encrypt: async (code, { userPoolId, keyId }) => {
      const keyring = fixed ?? new KmsKeyring({ clientProvider, generatorKeyId: keyId });
      const { result } = await encrypt(keyring, code, { encryptionContext: { [poolMember]: userPoolId } });
      return result.toString('base64');
    },
  };
};

/** Decrypts with those KMS keys of one account that the function's role may use. */
export const createCodeDecryption = ({
  keyFile,
  accountId,
  partition,
}: KeyFile & { readonly accountId: string; readonly partition: string }): CodeDecryption => {
  const { decrypt } = buildDecrypt(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const discoveryFilter = { accountIDs: [accountId], partition };
  const keyring =
    keyFile === undefined ? new KmsKeyring({ clientProvider, discovery: true, discoveryFilter }) : fileKeyring(keyFile);
  return {
    decrypt: async (code, { userPoolId }) => {
      const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(code, 'base64'));
      if (messageHeader.encryptionContext[poolMember] !== userPoolId)
        throw new Error('The code was encrypted for another user pool.');
      return plaintext.toString();
    },
  };
};

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

// Marked as pure: whoever encrypts has no decryption in its bundle.
export const codeDecryption = /* @__PURE__ */ once(() => {
  const { senderKeyFile: keyFile, accountId, region } = environment();
  return createCodeDecryption({ keyFile, accountId, partition: partitionOf(region) });
});
