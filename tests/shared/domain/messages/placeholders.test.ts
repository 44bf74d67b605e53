import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillHtml, fillText, hasLinkPlaceholder } from '#shared/domain/messages/templates.ts';

const filling = { secret: `a<b>&"$&'`, username: '<ada>' };

describe('placeholders', () => {
  it('are filled in as they are in text', () => {
    expect(fillText('{username}: {####} {####}', filling)).toBe(`<ada>: a<b>&"$&' a<b>&"$&'`);
  });

  it('are escaped in HTML, and the template is not', () => {
    expect(fillHtml('<b>{username}</b>: {####}', filling)).toBe('<b>&lt;ada&gt;</b>: a&lt;b&gt;&amp;&quot;$&amp;&#39;');
  });

  it('are no placeholders in what fills them', () => {
    expect(fillText('{####} {username}', { secret: '{username}', username: '{####}' })).toBe('{username} {####}');
  });
});

describe('the place of a link', () => {
  const link = 'https://auth.example.com/?a=1&b="';
  const href = 'https://auth.example.com/?a=1&amp;b=&quot;';

  it('has the words of the template, as often as it is there', () => {
    const filled = fillHtml('{##<b>Go</b>##} or {##here##}: {####}', { ...filling, secret: '1', link });
    expect(filled).toBe(`<a href="${href}"><b>Go</b></a> or <a href="${href}">here</a>: 1`);
  });

  it('stays where there is no link', () => {
    expect(fillHtml('{##Go##}', filling)).toBe('{##Go##}');
  });

  it.each(['{####}', '{##', '##}', '{## Go', 'Go ##} {##', ''])('is not in %j', (template) => {
    expect(hasLinkPlaceholder(template)).toBe(false);
    expect(fillHtml(template, { secret: '{####}', username: '', link })).not.toContain('<a ');
  });

  it('leaves all other text as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{##', '##}', '{', '#', '}', 'a', ' ')), (parts) => {
        const template = parts.join('');
        const filled = fillHtml(template, { secret: '{####}', username: '', link: '' });
        expect(filled.replaceAll('<a href="">', '{##').replaceAll('</a>', '##}')).toBe(template);
      }),
    );
  });
});
