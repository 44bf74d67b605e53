import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locationOf, makeOAuthApp, onPages } from '#tests/support/oauth.ts';
import { scriptedFailure } from '#tests/support/scripted-functions.ts';
import { enter, loginPath, textOf } from '#tests/support/sign-in-page.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const policyIn = (page: Response): Map<string, string> =>
  new Map(
    (page.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')] as const;
    }),
  );

// Every kind of page that the endpoint answers.
const pages = async (): Promise<Response[]> => {
  const app = await makeOAuthApp();
  const totp = await makeTotpPool('OPTIONAL', {}, onPages);
  const agent = newUserAgent();
  return [
    await agent.get(loginPath(app)),
    await enter(agent, app, app.user, { password: 'Wrong-horse-1' }),
    await enter(agent, totp, await makeTotpUser(totp)),
  ];
};

describe('a page', () => {
  it('is stored by nobody, framed by nobody, and is what it says it is', async () => {
    for (const page of await pages()) {
      expect(page.headers.get('cache-control')).toContain('no-store');
      expect(page.headers.get('x-frame-options')).toBe('DENY');
      expect(policyIn(page).get('frame-ancestors')).toBe("'none'");
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('content-type')).toBe('text/html;charset=UTF-8');
      // Addresses with a state, or a code, are told to no other site. Forms still say where they come from.
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
    }
  });

  it('runs and is styled by files of its own host alone: the one script and the one stylesheet of all pages', async () => {
    const files = new Set<string>();
    for (const page of await pages()) {
      const policy = policyIn(page);
      expect(policy.get('default-src')).toBe("'none'");
      expect(policy.get('script-src')).toBe("'self'");
      expect(policy.get('style-src')).toBe("'self'");
      expect(policy.get('base-uri')).toBe("'none'");
      const text = await textOf(page);
      for (const [, address = ''] of text.matchAll(/<(?:script src|link rel="stylesheet" href)="([^"]*)"/g)) {
        files.add(address);
      }
      expect(text).not.toMatch(/<style| on[a-z]+="| style="|javascript:|<script(?! src="\/assets\/)|<script[^>]*>[^<]/);
    }
    expect([...files].map((file) => file.replace(/[\da-f]{16}/, '<hash>')).sort()).toEqual([
      '/assets/pages.<hash>.css',
      '/assets/pages.<hash>.js',
    ]);
  });

  it('is told to no other origin by CORS', async () => {
    const app = await makeOAuthApp();
    const page = await newUserAgent({ headers: { origin: 'https://evil.example' } }).get(loginPath(app));
    expect(page.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('leads on by 302, never by 307, which would post the password on', async () => {
    const app = await makeOAuthApp();
    const done = await enter(newUserAgent(), app, app.user);
    expect([done.status, locationOf(done).host]).toEqual([302, 'app.example.com']);
    expect(done.headers.get('cache-control')).toContain('no-store');
  });
});

describe('text from outside', () => {
  const hostile = fc.oneof(
    fc.constantFrom('<script>x</script>', '"><img src=x onerror=x>', "' autofocus onfocus='x", '</form><form>', '&lt;'),
    fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '=', ' ', 'x'), minLength: 1, maxLength: 40 }),
  );

  // Tags and the names of their attributes: what text must not become.
  const tagsOf = (text: string): string[] =>
    (text.slice(text.indexOf('<body>')).match(/<(?:[^"<>]|"[^"]*")*>/g) ?? []).map((tag) =>
      tag.replace(/="[^"]*"/g, '='),
    );

  it('stays text: in login_hint, in the state, and in a name', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const plain = tagsOf(await textOf(await agent.get(loginPath(app, { login_hint: 'x', state: 'x' }))));
    const refused = tagsOf(await textOf(await enter(agent, app, { username: 'x' }, { password: 'y' })));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const page = await agent.get(loginPath(app, { login_hint: text, state: text }));
        expect(tagsOf(await textOf(page))).toEqual(plain);
        fc.pre(text.trim() !== '');
        const again = await enter(agent, app, { username: text }, { password: 'y' });
        expect(tagsOf(await textOf(again))).toEqual(refused);
      }),
      { numRuns: 25 },
    );
  });

  it('stays text in the message of a function', async () => {
    const text = '<script>x</script>';
    const app = await makeOAuthApp({}, { LambdaConfig: { PreAuthentication: scriptedFailure(text) } });
    expect(await textOf(await enter(newUserAgent(), app, app.user))).not.toContain(text);
  });
});
