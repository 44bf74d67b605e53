import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOutboundTarget } from '#shared/domain/outbound/outbound-url.ts';

describe('a URL to fetch from', () => {
  test.each([
    'https://example.com',
    'https://example.com/keys?v=1',
    'HTTPS://Example.com:443/',
    'https://[2606:4700::1]/',
  ])('may be %s', (url) => {
    expect(toOutboundTarget(url, [])).toMatchObject({ isAllowed: false });
  });

  test.each([
    'http://example.com/',
    'https:/example.com',
    'https:example.com',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user@example.com/',
    'https://user:password@example.com/',
    'https://:password@example.com/',
    'https://example.com:8443/',
    'https://example.com:80/',
    'https://exa mple.com/',
    ' https://example.com/',
    'https://example.com/\n',
    'https://example.com\\@internal/',
    'https://',
    '/keys',
    '',
    `https://example.com/${'a'.repeat(2048)}`,
  ])('is not %j', (url) => {
    expect(toOutboundTarget(url, [])).toBeUndefined();
  });

  test.each([
    ['localhost:9443', 'https://localhost:9443/keys', true],
    ['keys.internal', 'https://keys.internal/', true],
    ['Keys.Internal:443', 'https://keys.internal/', true],
    ['keys.internal', 'https://KEYS.internal:443/', true],
  ])('may be one of the allow list: %s allows %s', (host, url, isAllowed) => {
    expect(toOutboundTarget(url, ['other.example.com', host])).toMatchObject({ isAllowed });
  });

  test.each([
    ['keys.internal', 'https://keys.internal:8443/'],
    ['keys.internal:8443', 'https://keys.internal:8444/'],
    ['keys.internal:8443', 'https://a.keys.internal:8443/'],
    ['keys.internal:8443', 'http://keys.internal:8443/'],
  ])('of the allow list has that very host and port: %s does not allow %s', (host, url) => {
    expect(toOutboundTarget(url, [host])).toBeUndefined();
  });

  test.each([
    ['graph.example.com=localhost:9443', 'https://graph.example.com/me', { host: 'localhost', port: 9443 }],
    ['graph.example.com:8443=localhost:9443', 'https://GRAPH.example.com:8443/', { host: 'localhost', port: 9443 }],
    ['graph.example.com=stand-in.internal', 'https://graph.example.com/', { host: 'stand-in.internal', port: 443 }],
  ])('may have a server that answers in its place: %s', (entry, url, standIn) => {
    expect(toOutboundTarget(url, [entry])).toEqual({ url: new URL(url), isAllowed: true, standIn });
    expect(toOutboundTarget('https://localhost:9443/', [entry])).toBeUndefined();
  });

  test('has the scheme https and no credentials, whatever the text is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((rest) => `https://${rest}`),
        ),
        (text) => {
          const target = toOutboundTarget(text, []);
          if (target) expect(target.url).toMatchObject({ protocol: 'https:', username: '', password: '', port: '' });
        },
      ),
    );
  });
});
