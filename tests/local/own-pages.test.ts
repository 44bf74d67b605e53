import { describe, expect, it } from 'vitest';
import { isOfForeignPage } from '#local/own-pages.ts';

const asked = (headers: Readonly<Record<string, string>>, localPort = 9230) =>
  isOfForeignPage({ headers, socket: { localPort } });

describe('a request', () => {
  it.each([
    [{ host: 'localhost:9230' }],
    [{ host: '127.0.0.1:9230' }],
    [{ host: 'LocalHost:9230', 'sec-fetch-site': 'none' }],
    [{ host: 'localhost:9230', 'sec-fetch-site': 'same-origin' }],
    [{ host: 'localhost:9230', 'sec-fetch-site': 'same-origin', origin: 'http://localhost:9230' }],
    [{ host: '127.0.0.1:9230', origin: 'http://127.0.0.1:9230' }],
  ])('is of nobody or of an own page: %j', (headers) => {
    expect(asked(headers)).toBe(false);
  });

  it.each([
    [{}],
    [{ host: '' }],
    [{ host: 'localhost' }],
    [{ host: '127.0.0.1' }],
    [{ host: 'localhost:9231' }],
    [{ host: '127.0.0.2:9230' }],
    [{ host: '[::1]:9230' }],
    [{ host: '0.0.0.0:9230' }],
    [{ host: 'localhost.:9230' }],
    [{ host: 'evil.example:9230' }],
    [{ host: 'localhost.evil.example:9230' }],
    [{ host: 'localhost:9230.evil.example' }],
    [{ host: 'localhost:9230', origin: 'http://evil.example' }],
    [{ host: 'localhost:9230', origin: 'null' }],
    [{ host: 'localhost:9230', origin: '' }],
    [{ host: 'localhost:9230', origin: 'https://localhost:9230' }],
    [{ host: 'localhost:9230', origin: 'http://localhost:3000' }],
    [{ host: 'localhost:9230', origin: 'http://localhost' }],
    [{ host: 'localhost:9230', origin: 'http://127.0.0.1:9230' }],
    [{ host: 'localhost:9230', 'sec-fetch-site': 'cross-site' }],
    [{ host: 'localhost:9230', 'sec-fetch-site': 'same-site' }],
    [{ host: 'localhost:9230', 'sec-fetch-site': 'same-site, none' }],
    [{ host: 'localhost:9230', 'sec-fetch-site': '' }],
    [{ host: 'evil.example:9230', 'sec-fetch-site': 'same-origin', origin: 'http://evil.example:9230' }],
  ])('is of a page of elsewhere: %j', (headers) => {
    expect(asked(headers)).toBe(true);
  });

  it('names no port where that is 80', () => {
    expect(asked({ host: 'localhost', origin: 'http://localhost' }, 80)).toBe(false);
    expect(asked({ host: 'localhost:80', origin: 'http://localhost' }, 80)).toBe(false);
    expect(asked({ host: 'localhost', origin: 'http://localhost:9230' }, 80)).toBe(true);
    expect(asked({ host: 'evil.example' }, 80)).toBe(true);
  });

  it('names another scheme where it comes by TLS, and no port where that is 443', () => {
    const byTls = (headers: Readonly<Record<string, string>>, localPort: number) =>
      isOfForeignPage({ headers, socket: Object.assign({ localPort }, { encrypted: true }) });
    expect(byTls({ host: 'localhost:9243', origin: 'https://localhost:9243' }, 9243)).toBe(false);
    expect(byTls({ host: 'localhost:9243', origin: 'http://localhost:9243' }, 9243)).toBe(true);
    expect(byTls({ host: 'localhost', origin: 'https://localhost' }, 443)).toBe(false);
    expect(byTls({ host: 'localhost:443', origin: 'https://localhost' }, 443)).toBe(false);
    expect(byTls({ host: 'localhost' }, 80)).toBe(true);
  });
});
