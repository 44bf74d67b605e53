import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../console/src/screens/mailbox/plain-text.ts';

describe('the text of a mail', () => {
  it.each([
    ['<p>Your code is <b>123456</b>.</p><p>Bye</p>', 'Your code is 123456.\n\nBye'],
    ['<head><title>T</title><style>p { color: red }</style></head>Hi &amp; &lt;b&gt; &#65;&#x42;', 'Hi & <b> AB'],
    [
      'Go <a class="x" href="https://a.example/?b=1&amp;c=2">there</a> now',
      'Go there (https://a.example/?b=1&c=2) now',
    ],
    ['<a href="javascript:alert(1)">no</a>', 'no'],
    ['one<br>two<!-- three --><script>four</script><img alt=">" src=x>', 'one\ntwo'],
    ['1 < 2 and &unknown; &#99999999;', '1 < 2 and &unknown; &#99999999;'],
  ])('of %s', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it('is made of anything, and takes no longer for it', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      'a',
      ' href=',
      '"',
      "'",
      '<!--',
      '<style',
      '</',
      '&#',
      ';',
      'https://x',
      '\n',
      '<p>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        expect(typeof plainText(pieces.join(''))).toBe('string');
      }),
    );
    for (const part of ['<a ', '<a "', '<!--', '<style>', '&#', '<a href="'])
      expect(plainText(part.repeat(3000)).length).toBeLessThan(30_000);
  });
});
