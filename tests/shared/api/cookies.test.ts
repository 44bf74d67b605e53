import { describe, expect, it } from 'vitest';
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';

const over = (proto: string | undefined) => ({
  headers: { host: 'auth.example.com', ...(proto !== undefined && { 'cloudfront-forwarded-proto': proto }) },
});

describe('a cookie', () => {
  it.each(['https', undefined])('over TLS is of this very host, secure and unreadable for scripts (%s)', (proto) => {
    const http = over(proto);
    const name = hostCookie(http, 'session');
    expect(name).toBe('__Host-session');
    expect(setCookie(http, name, 'v', { maxAge: 60 })).toBe(
      '__Host-session=v; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax',
    );
    expect(originOfViewer(http)).toBe('https://auth.example.com');
  });

  it('without TLS, on a laptop, has neither the prefix nor Secure', () => {
    const http = over('http');
    expect(hostCookie(http, 'session')).toBe('session');
    expect(setCookie(http, 'session', 'v')).toBe('session=v; Path=/; HttpOnly; SameSite=Lax');
    expect(originOfViewer(http)).toBe('http://auth.example.com');
  });
});
