import { describe, expect, it } from 'vitest';
import { hashSecurityAnswer, isSecurityAnswer } from '#shared/domain/custom-challenges/security-answer.ts';

describe('an answer to a security question', () => {
  it('is right however it is spaced and capitalized', () => {
    const hash = hashSecurityAnswer('Hill Street School');
    expect(hash).not.toContain('Hill');
    expect(isSecurityAnswer('  hill  street SCHOOL ', hash)).toBe(true);
    expect(isSecurityAnswer('Hill Street', hash)).toBe(false);
  });

  it('is hashed anew each time', () => {
    expect(hashSecurityAnswer('Rex')).not.toBe(hashSecurityAnswer('Rex'));
  });

  it('is never right where it is longer than any, since it would take long to fold', () => {
    const [longest, longer] = ['a'.repeat(2048), 'a'.repeat(2049)];
    expect(isSecurityAnswer(longest, hashSecurityAnswer(longest))).toBe(true);
    expect(isSecurityAnswer(longer, hashSecurityAnswer(longer))).toBe(false);
  });

  it.each(['', '.', 'salt', 'salt.', 'salt.c2hvcnQ'])('is never right where the hash is %j', (hash) => {
    expect(isSecurityAnswer('', hash)).toBe(false);
  });
});
