import { environment } from '#shared/config/environment.ts';
import { bytesIn, createKmsRequest, type KmsRequest } from './kms-request.ts';

interface Belonging {
  readonly KeyId?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
  readonly GrantTokens?: readonly string[];
}

interface Configuration {
  readonly region: string;
  /** Of a stand-in for the service. */
  readonly endpoint?: string;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

// A data key is accepted only under the key that KMS says it belongs to.
const keyIdIn = (answer: unknown): string => {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'KeyId') : undefined;
  if (typeof value !== 'string') throw new Error('KMS gave no KeyId.');
  return value;
};

/**
 * A KMS client for key rings of the Encryption SDK: the three operations that they call, by signed HTTP. The SDK's own
 * client would take 150 kB more.
 */
export class KMS {
  readonly config: { readonly region: string };
  readonly #request: KmsRequest;

  constructor({ region, endpoint = environment().endpoints.kms }: Configuration) {
    this.config = { region };
    this.#request = createKmsRequest({ region, endpoint });
  }

  async generateDataKey(input: Belonging & { readonly NumberOfBytes?: number }) {
    const answer = await this.#request('GenerateDataKey', input);
    return {
      KeyId: keyIdIn(answer),
      Plaintext: bytesIn(answer, 'Plaintext'),
      CiphertextBlob: bytesIn(answer, 'CiphertextBlob'),
    };
  }

  async encrypt({ Plaintext, ...input }: Belonging & { readonly Plaintext: Uint8Array }) {
    const answer = await this.#request('Encrypt', { ...input, Plaintext: base64(Plaintext) });
    return { KeyId: keyIdIn(answer), CiphertextBlob: bytesIn(answer, 'CiphertextBlob') };
  }

  async decrypt({ CiphertextBlob, ...input }: Belonging & { readonly CiphertextBlob: Uint8Array }) {
    const answer = await this.#request('Decrypt', { ...input, CiphertextBlob: base64(CiphertextBlob) });
    return { KeyId: keyIdIn(answer), Plaintext: bytesIn(answer, 'Plaintext') };
  }
}
