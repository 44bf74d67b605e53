import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceNameOf, parseUserAgent } from '#shared/domain/agents/user-agent.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the name of a device', () => {
  it.each([
    ['Chrome 130, Windows 10', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0.0.0 Safari/537.36`],
    [
      'Edge 131, Windows 10',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
    ],
    ['Firefox 130, Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'],
    [
      'Safari 17, Mac OS 10.15',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
    ],
    [
      'Mobile Safari 18, iOS 18.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    ],
    ['Chrome 129, Android 14', `Mozilla/5.0 (Linux; Android 14; K) ${webkit} Chrome/129.0.0.0 Mobile Safari/537.36`],
    ['Other, Other', 'okhttp/4.9.3'],
    ['Other, Linux', 'aws-cli/2.15.30 Python/3.11.8 Linux/6.1 exe/x86_64'],
    ['Other, Other', 'something else'],
    ['Other, Other', ''],
    ['Other, Other', undefined],
  ])('is %s', (name, header) => {
    expect(deviceNameOf(header)).toBe(name);
  });

  it('is not that of a program, which is compared with others by its own name', () => {
    expect(parseUserAgent('okhttp/4.9.3')).toEqual({ browser: 'okhttp 4', system: undefined });
    expect(parseUserAgent('aws-cli/2.15.30 Python/3.11.8 Linux/6.1')).toEqual({
      browser: 'aws-cli 2',
      system: 'Linux',
    });
  });

  it('is short, whatever a client says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        for (const header of [text, `Mozilla/5.0 ${text}`, `Mozilla/5.0 Version/${'9'.repeat(2000)} ${text}`]) {
          for (const part of Object.values(parseUserAgent(header))) expect(part?.length ?? 0).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('comes from a parser under the MIT licence, which its next major version is not', () => {
    const { version, license } = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('ua-parser-js/package.json'), 'utf8'),
    );
    expect(license).toBe('MIT');
    expect(version).toMatch(/^1\.0\./);
  });
});
