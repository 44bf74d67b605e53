import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const keyBytes = 32;

// People do not remember how they wrote an answer.
const folded = (answer: string): string => answer.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

// Nobody's answer is longer, and normalizing takes time with the square of the number of combining marks.
const longestAnswer = 2048;

const derive = (answer: string, salt: string): Buffer => scryptSync(folded(answer), salt, keyBytes);

/** An answer to a security question in the form to store: `<salt>.<scrypt>`, 54 characters. */
export const hashSecurityAnswer = (answer: string): string => {
  const salt = randomBytes(8).toString('base64url');
  return `${salt}.${derive(answer, salt).toString('base64url')}`;
};

/** True for the answer that was hashed, whatever its spaces and capitals. */
export const isSecurityAnswer = (answer: string, hash: string): boolean => {
  const [salt = '', key = ''] = hash.split('.');
  const expected = Buffer.from(key, 'base64url');
  if (answer.length > longestAnswer) return false;
  return expected.length === keyBytes && timingSafeEqual(expected, derive(answer, salt));
};
