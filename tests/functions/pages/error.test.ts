import { describe, expect, it } from 'vitest';
import { stack } from '#tests/support/stack.ts';

const ask = (query: string): Promise<Response> => fetch(`${stack().endpoint}/error${query}`, { redirect: 'manual' });

describe('error', () => {
  it.each(['redirect_mismatch', 'invalid_request', 'unauthorized_client', 'Required parameters missing'])(
    'shows %s with the status and the text of Cognito',
    async (error) => {
      const answer = await ask(`?${new URLSearchParams({ error, client_id: 'x' })}`);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toBe('text/html;charset=UTF-8');
      const page = await answer.text();
      expect(page).toContain('An error was encountered with the requested page.');
      expect(page).toContain(`<p class="errorMessage-customizable">${error}</p>`);
    },
  );

  it.each([
    ['nothing', ''],
    ['an empty error', '?error='],
    ['markup', '?error=%3Cscript%3Ealert(1)%3C%2Fscript%3E'],
    ['a message', '?error=Call+1-800-123+now'],
    ['a long text', `?error=${'a'.repeat(65)}`],
    ['another language', '?error=%D0%BE%D1%88%D0%B8%D0%B1%D0%BA%D0%B0'],
    ['a NUL', '?error=a%00'],
    ['half an escape', '?error=%'],
  ])('repeats no more than an error can be: %s', async (_case, query) => {
    const answer = await ask(query);
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain('An error was encountered with the requested page.');
    expect(page).not.toContain('class="errorMessage-customizable"');
    expect(page).not.toContain('alert(1)');
  });

  it('may be kept, framed and given scripts by nobody', async () => {
    const { headers } = await ask('?error=invalid_request');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'$/,
    );
    expect(headers.getSetCookie()).toEqual([]);
  });

  it('answers more parameters than anybody needs with a page, too', async () => {
    const answer = await ask(`?${'a=1&'.repeat(101)}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html;charset=UTF-8']);
  });
});
