import { expect, it } from 'vitest';
import { factorsWithoutPassword } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

const pool = (MfaConfiguration: 'ON' | 'OPTIONAL', webAuthn: UserPool['webAuthn']): UserPool => ({
  id: 'us-east-1_Pool00001',
  name: 'test',
  settings: {
    MfaConfiguration,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] } },
  },
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: Buffer.alloc(0) },
  webAuthn,
});

// Such pools can no longer be made. Those that are there, and those in exports, stay.
it('lets nobody in by one factor where the pool requires two', () => {
  expect(factorsWithoutPassword(pool('OPTIONAL', undefined))).toEqual(['EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']);
  expect(factorsWithoutPassword(pool('ON', undefined))).toEqual([]);
  const passkeys = { relyingPartyId: 'example.com', userVerification: undefined };
  expect(factorsWithoutPassword(pool('ON', { ...passkeys, factor: 'SINGLE_FACTOR' }))).toEqual([]);
  const asTwo = pool('ON', { ...passkeys, factor: 'MULTI_FACTOR_WITH_USER_VERIFICATION' });
  expect(factorsWithoutPassword(asTwo)).toEqual(['WEB_AUTHN']);
});
