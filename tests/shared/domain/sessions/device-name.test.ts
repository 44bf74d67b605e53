import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDeviceName } from '#shared/domain/sessions/device-name.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the name of a device', () => {
  it.each([
    ['Chrome 130 / Windows 10.0', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0.0.0 Safari/537.36`],
    [
      'Edge 131 / Windows 10.0',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
    ],
    ['Firefox 130 / Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'],
    [
      'Safari 17.6 / macOS 10.15',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
    ],
    [
      'Safari 18.0 / iOS 18.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    ],
    ['Chrome 129 / Android 14', `Mozilla/5.0 (Linux; Android 14; K) ${webkit} Chrome/129.0.0.0 Mobile Safari/537.36`],
    ['Chrome 128 / ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/128.0.0.0 Safari/537.36`],
    ['okhttp 4.9', 'okhttp/4.9.3'],
    ['aws-cli 2.15 / Linux', 'aws-cli/2.15.30 Python/3.11.8 Linux/6.1 exe/x86_64'],
    ['unknown', 'something else'],
    ['unknown', ''],
  ])('is %s', (name, userAgent) => {
    expect(toDeviceName(userAgent)).toBe(name);
  });

  it('is short, whatever a client says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        for (const userAgent of [text, `Mozilla/5.0 ${text}`, `Mozilla/5.0 Version/${'9'.repeat(2000)} ${text}`]) {
          expect(toDeviceName(userAgent).length).toBeLessThanOrEqual(1024);
        }
      }),
      { numRuns: 30 },
    );
  });
});
