import { describe, expect, it } from 'vitest';
import type { PasswordPolicy } from '#shared/domain/user-pools/settings.ts';
import { assertPolicy } from '#shared/domain/user-pools/settings.ts';

const nothing: PasswordPolicy = {
  minimumLength: 6,
  requireUppercase: false,
  requireLowercase: false,
  requireNumbers: false,
  requireSymbols: false,
  historySize: 0,
  temporaryPasswordValidityDays: 7,
};

const everything: PasswordPolicy = {
  ...nothing,
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

const reasonAgainst = (password: string, policy: PasswordPolicy): string => {
  try {
    assertPolicy(password, policy);
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('the password policy', () => {
  it('asks for no more than it says', () => {
    expect(reasonAgainst('aaaaaa', nothing)).toBe('none');
    expect(reasonAgainst('Horse-1x', everything)).toBe('none');
  });

  it('names the first rule that is broken', () => {
    const did = 'Password did not conform with policy: ';
    expect(reasonAgainst('', everything)).toBe(`${did}Password not long enough`);
    expect(reasonAgainst('horsehorse', everything)).toBe(`${did}Password must have uppercase characters`);
    expect(reasonAgainst('HORSEHORSE', everything)).toBe(`${did}Password must have lowercase characters`);
    expect(reasonAgainst('HorseHorse', everything)).toBe(`${did}Password must have numeric characters`);
    expect(reasonAgainst('HorseHorse1', everything)).toBe(`${did}Password must have symbol characters`);
  });

  it.each([...'^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+- '])('takes %s as a symbol', (symbol) => {
    expect(reasonAgainst(`Horse1${symbol}x`, everything)).toBe('none');
  });

  it.each([...'é§€ßñ'])('does not take %s as a symbol', (character) => {
    expect(reasonAgainst(`Horse1${character}x`, everything)).toContain('symbol characters');
  });
});
