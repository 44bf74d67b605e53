import { createHash } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { accessKey, environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';
import { ServiceRefusal } from './service-refusal.ts';

/** An object as it was when reading it began. */
export interface ReadObject {
  /** Its bytes, from the one that was asked for. Throws where the object was replaced meanwhile. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Size of the whole object in bytes. */
  readonly size: number;
  /** Changes when the object is replaced. */
  readonly version: string;
}

/** A part of an object: so many bytes from that one on, of that version where it matters. */
export interface ObjectPart {
  readonly start: number;
  readonly length: number;
  readonly version?: string;
}

/** Files of the deployment: an S3 bucket on AWS, a store with S3's routes on the laptop. */
export interface Objects {
  /** A URL that takes one PUT of the object with the header `uploadHeader`, for so many seconds. */
  readonly presignPut: (key: string, seconds: number) => Promise<string>;
  /** A URL that gives the object for so many seconds. */
  readonly presignGet: (key: string, seconds: number) => Promise<string>;
  readonly put: (key: string, body: Uint8Array) => Promise<void>;
  /** The object from that byte on, a few megabytes in memory at a time; undefined where there is none. */
  readonly read: (key: string, fromByte: number) => Promise<ReadObject | undefined>;
  /**
   * A part of the object, in one request; undefined where there is no such object, or where it ends before. An attempt
   * may take so many milliseconds. Throws where the object has another version.
   */
  readonly readPart: (
    key: string,
    part: ObjectPart,
    timeoutMs: number,
  ) => Promise<(Omit<ReadObject, 'body'> & { readonly bytes: Buffer }) | undefined>;
  readonly remove: (key: string) => Promise<void>;
}

interface Settings {
  readonly region: string;
  readonly bucket: string;
  /** Of a stand-in for S3; undefined on AWS. */
  readonly endpoint: string | undefined;
}

/** The header that a PUT to a pre-signed URL must have: the URL's signature covers it. */
const uploadHeader = { name: 'x-amz-server-side-encryption', value: 'aws:kms' } as const;

const timeoutMs = 30_000;
// Each part is a request of its own that can be repeated, so that no connection has to last as long as the whole work.
const partBytes = 4 * 1024 * 1024;
const retriesAfter = ['silent', 'throttled', 'broken'] as const;

// We make the keys ourselves, of ASCII letters, digits and separators.
const assertKey = (key: string): void => {
  if (!/^[\w/.-]+$/.test(key)) throw new Error('A key of an object has letters, digits and ._-/ only.');
};

const isMissing = (error: unknown): boolean => error instanceof ServiceRefusal && error.status === 404;

const endsBefore = (error: unknown): boolean => error instanceof ServiceRefusal && error.status === 416;

/**
 * Keeps objects in S3, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export const createObjects = ({ region, bucket, endpoint }: Settings): Objects => {
  const suffix = region.startsWith('cn-') ? '.cn' : '';
  const base = endpoint
    ? `${endpoint.replace(/\/$/, '')}/${bucket}`
    : `https://${bucket}.s3.${region}.amazonaws.com${suffix}`;
  const request = createAwsRequest({ service: 's3', endpoint: base });
  const url = (key: string): URL => {
    assertKey(key);
    return new URL(`${base}/${key}`);
  };
  const send = (
    method: 'DELETE' | 'GET' | 'HEAD' | 'PUT',
    key: string,
    headers = {},
    body: Uint8Array | string = '',
    limitMs = timeoutMs,
  ) => request({ region, method, path: `/${key}`, headers, body, timeoutMs: limitMs, retriesAfter });

  const presign = async (
    method: 'GET' | 'PUT',
    key: string,
    seconds: number,
    headers: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const target = url(key);
    const { protocol, host, hostname, pathname } = target;
    const signer = new SignatureV4({
      service: 's3',
      region,
      credentials: accessKey(),
      sha256: Sha256,
      uriEscapePath: false,
    });
    const { query = {} } = await signer.presign(
      {
        method,
        protocol,
        hostname,
        path: pathname,
        query: {},
        headers: { ...headers, host, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
      },
      { expiresIn: seconds, unhoistableHeaders: new Set(Object.keys(headers)) },
    );
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, String(value));
    return target.href;
  };

  async function* parts(key: string, version: string, fromByte: number, size: number): AsyncGenerator<Uint8Array> {
    for (let at = fromByte; at < size; at += partBytes) {
      const range = `bytes=${at}-${Math.min(at + partBytes, size) - 1}`;
      const { body } = await send('GET', key, { range, 'if-match': version });
      yield body;
    }
  }

  return {
    presignPut: (key, seconds) => presign('PUT', key, seconds, { [uploadHeader.name]: uploadHeader.value }),

    presignGet: (key, seconds) => presign('GET', key, seconds, {}),

    put: async (key, body) => {
      assertKey(key);
      // The signer would hash the body too, but without the processor's help.
      const digest = createHash('sha256').update(body).digest('hex');
      await send('PUT', key, { [uploadHeader.name]: uploadHeader.value, 'x-amz-content-sha256': digest }, body);
    },

    read: async (key, fromByte) => {
      assertKey(key);
      try {
        const { headers } = await send('HEAD', key);
        const size = Number(headers['content-length']);
        const version = String(headers.etag);
        return { body: parts(key, version, fromByte, size), size, version };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    readPart: async (key, { start, length, version }, limitMs) => {
      assertKey(key);
      const range = { range: `bytes=${start}-${start + length - 1}`, ...(version && { 'if-match': version }) };
      try {
        const { headers, body: bytes } = await send('GET', key, range, '', limitMs);
        // bytes <first>-<last>/<size of the whole>
        const size = Number(headers['content-range']?.split('/')[1]);
        return { bytes, size, version: String(headers.etag) };
      } catch (error) {
        if (isMissing(error) || endsBefore(error)) return undefined;
        throw error;
      }
    },

    remove: async (key) => {
      assertKey(key);
      await send('DELETE', key);
    },
  };
};

export const objects = once(() => {
  const { region, endpoints, filesBucket } = environment();
  if (!filesBucket) throw new Error('The environment variable FILES_BUCKET is not set.');
  return createObjects({ region, bucket: filesBucket, endpoint: endpoints.s3 });
});
