/** Files of leaked passwords that an operator has put into the files bucket. */
import { headerBytes, readHeader } from '#shared/domain/leaked-passwords/password-file.ts';
import { blocklistKey, type PasswordBlocklist } from '#shared/domain/user-pools/password-blocklist.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { objects } from '#shared/gateways/objects.ts';

const timeoutMs = 5000;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** The file of that name, as the pool remembers it. Throws InvalidParameterException where it is no such file. */
export const findBlocklistFile = async (name: string): Promise<NonNullable<PasswordBlocklist['file']>> => {
  const key = blocklistKey(name);
  const found = await objects().readPart(key, { start: 0, length: headerBytes }, timeoutMs);
  if (!found) throw invalid(`There is no ${key} in the files bucket.`);
  const header = readHeader(found.bytes, found.size);
  if (!header) throw invalid(`${key} is no file that gatehouse-pools leaked-passwords makes, or is not whole.`);
  const { bucketBits, slots } = header;
  return { name, version: found.version, bucketBits, slots };
};
