import { describe, expect, it } from 'vitest';
import type { SignIn } from './generator/columns.ts';
import { createNotebook } from './notebook.ts';

const home: SignIn = {
  timestamp: 0,
  userId: 1,
  roundTripTime: 20,
  ipAddress: '192.0.2.1',
  country: 'NO',
  region: 'Oslo',
  city: 'Oslo',
  asn: 1,
  userAgent: 'x',
  browser: 'Chrome 80',
  os: 'Windows 10',
  deviceType: 'desktop',
  loginSuccessful: true,
  isAttackIp: false,
  isAccountTakeover: false,
};
const other: SignIn = { ...home, userId: 2, ipAddress: '192.0.2.2', asn: 2, userAgent: 'y', browser: 'Edge 80' };

const notebook = createNotebook();
for (const signIn of [home, home, other]) notebook.add(signIn);
const account = 1 / 2 / (2 / 3);

describe('the model of the published notebook', () => {
  it('scores a new address in a known network as a calculation by hand does', () => {
    // Of three sign-ins, two are in the network. Two networks and one country could each have an address not yet seen.
    const place = (0.6 * (1 / 4) * (1 / (3 + 4)) + 0.3 * (2 / 3) + 0.1) / (0.3 + 0.1);
    const agent =
      0.5386653840551359 * (3 / 7) * (2 / (3 + 5)) +
      0.2680451498625666 * (2 / 3) +
      0.18818295100109536 +
      0.0051065150812021525;
    const score = notebook.score([home, home], { ...home, ipAddress: '192.0.2.3' });
    expect(score).toBeCloseTo(place * agent * account, 12);
  });

  it('takes what the user never had for four times as likely with others', () => {
    const strange: SignIn = {
      ...home,
      ipAddress: '203.0.113.1',
      country: 'BR',
      asn: 9,
      userAgent: 'z',
      browser: 'Safari 13',
      os: 'iOS 13',
      deviceType: 'mobile',
    };
    expect(notebook.score([home, home], strange)).toBeCloseTo(16 * account, 12);
  });
});
