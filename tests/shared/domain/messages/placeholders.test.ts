import { describe, expect, it } from 'vitest';
import { fillHtml, fillText } from '#shared/domain/messages/templates.ts';

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
