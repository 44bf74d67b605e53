import { describe, expect, it } from 'vitest';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';

const first = 'us-east-1_00000000-0000-4000-8000-000000000001';
const second = 'us-east-1_00000000-0000-4000-8000-000000000002';

const begun: Trail = {
  signInId: 'one',
  flow: 'USER_PASSWORD_AUTH',
  proved: ['USER_PASSWORD_AUTH'],
  deviceKey: first,
};

describe('The trail of a sign-in', () => {
  it('grows by each right answer, and carries nothing else along', () => {
    const session = { ...begun, challenge: 'SMS_MFA', carried: { code: 'secret' } };
    expect(withProof(session, 'SMS_MFA')).toEqual({ ...begun, proved: ['USER_PASSWORD_AUTH', 'SMS_MFA'] });
  });

  it('goes by the device that was named last', () => {
    expect(withProof(begun, 'SMS_MFA', second).deviceKey).toBe(second);
    expect(withProof(begun, 'SMS_MFA', '').deviceKey).toBe(first);
    const { deviceKey: _none, ...without } = begun;
    expect(withProof(without, 'SMS_MFA')).not.toHaveProperty('deviceKey');
  });

  it.each(['x'.repeat(56), `${second}${'0'.repeat(55)}`, 'é_0', '_'])(
    'does not grow by what is no device key: %j',
    (named) => {
      expect(withProof(begun, 'SMS_MFA', named).deviceKey).toBe('none');
    },
  );

  it('stays with a device that has proved itself', () => {
    const proved = withProof(withProof(begun, 'DEVICE_SRP_AUTH'), 'DEVICE_PASSWORD_VERIFIER');
    expect(withProof(proved, 'SMS_MFA', second).deviceKey).toBe(first);
  });
});
