import { expect, it } from 'vitest';
import { keptAs, type Passkey } from '#shared/domain/passkeys/passkey.ts';

it.each<[Pick<Passkey, 'attachment' | 'transports'>, 'swk' | 'hwk']>([
  [{ attachment: 'platform', transports: ['usb'] }, 'swk'],
  [{ attachment: 'cross-platform', transports: ['internal'] }, 'hwk'],
  [{ transports: ['nfc', 'usb'] }, 'hwk'],
  [{ transports: ['internal', 'hybrid'] }, 'swk'],
  [{ transports: [] }, 'swk'],
])('a passkey with %j is kept as %s', (passkey, method) => {
  expect(keptAs(passkey)).toBe(method);
});
