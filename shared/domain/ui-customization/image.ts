import { createHash } from 'node:crypto';
import { CognitoException } from '#shared/errors/exception.ts';

/** The kinds of images that pages show, by their media types. */
export type ImageType = 'image/png' | 'image/jpeg';

export interface Image {
  readonly type: ImageType;
  readonly bytes: Uint8Array;
  /** Of the bytes: what has it never changes. */
  readonly hash: string;
}

/** The most bytes of an image. */
export const mostImageBytes = 100 * 1024;

const beginnings: Readonly<Record<ImageType, string>> = {
  // PNG specification section 5.2; ITU-T T.81 section B.1.1.3, and the marker after it.
  'image/png': '89504e470d0a1a0a',
  'image/jpeg': 'ffd8ff',
};

const typeOf = (bytes: Uint8Array): ImageType | undefined => {
  const begin = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (begin.startsWith(beginnings['image/png'])) return 'image/png';
  return begin.startsWith(beginnings['image/jpeg']) ? 'image/jpeg' : undefined;
};

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** The image that these bytes are. Throws InvalidParameterException for what is none, or too large. */
export const toImage = (bytes: Uint8Array): Image => {
  if (bytes.length > mostImageBytes) throw invalid(`ImageFile must have at most ${mostImageBytes} bytes.`);
  const type = typeOf(bytes);
  if (!type) throw invalid('ImageFile must be a PNG or JPEG image.');
  return { type, bytes, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 32) };
};
