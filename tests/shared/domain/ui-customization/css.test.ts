import { tokenize, tokenNames } from 'css-tree';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertCss, mostCssBytes } from '#shared/domain/ui-customization/css.ts';

const accepts = (css: string): void => expect(() => assertCss(css)).not.toThrow();

const refuses = (css: string, message?: string): void =>
  expect(() => assertCss(css), css).toThrow(
    expect.objectContaining({
      name: 'InvalidParameterException',
      message: message === undefined ? expect.stringContaining('CSS ') : message,
    }),
  );

const inRule = (declaration: string): string => `.banner-customizable { ${declaration} }`;

// The template that administrators begin with has every class.
const template = `
.logo-customizable { max-width: 60%; max-height: 30%; }
.banner-customizable { padding: 25px 0px 25px 0px; background-color: lightgray; }
.label-customizable { font-weight: 400; }
.textDescription-customizable { padding-top: 10px; padding-bottom: 10px; display: block; font-size: 16px; }
.idpDescription-customizable { padding-top: 10px; padding-bottom: 10px; display: block; font-size: 16px; }
.legalText-customizable { color: #747474; font-size: 11px; }
.submitButton-customizable { font-size: 14px; font-weight: bold; margin: 20px 0px 10px 0px; height: 40px; width: 100%;
  color: #fff; background-color: #337ab7; }
.submitButton-customizable:hover { color: #fff; background-color: #286090; }
.errorMessage-customizable { padding: 5px; font-size: 14px; width: 100%; background: #F5F5F5;
  border: 2px solid #D64958; color: #D64958; }
.inputField-customizable { width: 100%; height: 34px; color: #555; background-color: #fff; border: 1px solid #ccc; }
.inputField-customizable:focus { border-color: #66afe9; outline: 0; }
.idpButton-customizable { height: 40px; width: 100%; text-align: center; margin-bottom: 15px; color: #fff;
  background-color: #5bc0de; border-color: #46b8da; }
.idpButton-customizable:hover { color: #fff; background-color: #31b0d5; }
.socialButton-customizable { border-radius: 2px; height: 40px; margin-bottom: 15px; padding: 1px; text-align: left; }
.redirect-customizable { text-align: center; }
.passwordCheck-notValid-customizable { color: #DF3312; }
.passwordCheck-valid-customizable { color: #19BF00; }
.background-customizable { background-color: #fff; }
`;

describe('assertCss', () => {
  it('takes the template with every class', () => accepts(template));

  it.each([
    ['nothing', ''],
    ['comments', '/* mine */ .logo-customizable { /*! max */ width: 1px } /*! end */'],
    ['several selectors', '.submitButton-customizable:HOVER, .submitButton-customizable { color: red }'],
    ['a semicolon too many', inRule('color: red;; top: 0;')],
    ['an empty rule', inRule('')],
    ['importance', inRule('color: red !important')],
    ['a name with an escape', '.logo-custo\\6dizable { color: red }'],
    ['functions that compute', inRule('background: LINEAR-gradient(rgba(0 0 0 / 50%), #fff); width: calc(100% - 2px)')],
    ['text', inRule('font-family: "Open Sans", sans-serif')],
    ['a rule without its end', '.logo-customizable { color: red'],
  ])('takes %s', (_what, css) => accepts(css));

  it.each([
    ['@import', '@import "https://example.com/x.css";'],
    ['@import with an escape', '@\\69mport "https://example.com/x.css";'],
    ['@font-face', '@font-face { font-family: x; src: local("x") }'],
    ['@media', '@media print { .logo-customizable { color: red } }'],
    ['@supports', '@supports (color: red) { .logo-customizable { color: red } }'],
    ['@page', '@page { margin: 0 }'],
    ['@namespace', '@namespace url(https://example.com/);'],
    ['@charset', '@charset "utf-8";'],
    ['@layer', '@layer x { .logo-customizable { color: red } }'],
    ['an element', 'input { color: red }'],
    ['everything', '* { color: red }'],
    ['an attribute', 'input[value^="a"] { color: red }'],
    ['a class of others', '.modal-body { color: red }'],
    ['a class in other case', '.Logo-customizable { color: red }'],
    ['a class of an object', '.constructor { color: red }'],
    ['a descendant', '.logo-customizable .logo-customizable { color: red }'],
    ['two classes at once', '.logo-customizable.label-customizable { color: red }'],
    ['a state that the class has not', '.logo-customizable:hover { color: red }'],
    ['another state', '.submitButton-customizable:focus { color: red }'],
    ['a state with an argument', '.submitButton-customizable:not(:hover) { color: red }'],
    ['a pseudo-element', '.submitButton-customizable::before { content: "x" }'],
    ['an old pseudo-element', '.submitButton-customizable:before { content: "x" }'],
    ['the root', ':root { color: red }'],
    ['a nested rule', inRule('&:hover { color: red }')],
    ['a nested class', inRule('.logo-customizable { color: red }')],
    ['a nested at-rule', inRule('@media print { color: red }')],
    ['an address', inRule('background: url(https://example.com/x.png)')],
    ['an address as text', inRule('background: url("https://example.com/x.png")')],
    ['an address in other case', inRule('background: URL("https://example.com/x.png")')],
    ['an address with an escape', inRule('background: u\\72l(https://example.com/x.png)')],
    ['an address with two escapes', inRule('background: \\75\\72 l("https://example.com/x.png")')],
    ['an address with a modifier', inRule('background: url("x" crossorigin(anonymous))')],
    ['data', inRule('background: url(data:image/png;base64,AAAA)')],
    ['src()', inRule('background: src("https://example.com/x.png")')],
    ['image()', inRule('background: image("https://example.com/x.png")')],
    ['image-set()', inRule('background: image-set("https://example.com/x.png" 1x)')],
    ['-webkit-image-set()', inRule('background: -webkit-image-set("https://example.com/x.png" 1x)')],
    ['cross-fade()', inRule('background: cross-fade("a.png", "b.png")')],
    ['element()', inRule('background: -moz-element(#x)')],
    ['attr()', inRule('content: attr(value)')],
    ['var()', inRule('color: var(--x, url(https://example.com/))')],
    ['an address inside of a gradient', inRule('background: linear-gradient(url(x), red)')],
    ['an address inside of parentheses', inRule('background: (url(x))')],
    ['a custom property', inRule('--x: url(https://example.com/)')],
    ['expression()', inRule('width: expression(alert(1))')],
    ['a filter of old browsers', inRule('filter: progid:DXImageTransform.Microsoft.AlphaImageLoader(src="x")')],
    ['a behavior', inRule('behavior: url(x.htc)')],
    ['a binding', inRule('-moz-binding: url(x.xml#y)')],
    ['a hack with !', inRule('color: red !ie')],
    ['brackets', inRule('grid-template-columns: [a] 1px')],
    ['the end of the element', '.logo-customizable { color: red }</style><script>alert(1)</script>'],
    ['the end of the element in a comment', '/* </style> */ .logo-customizable { color: red }'],
    ['the end of the element in text', inRule('content: "</style>"')],
    ['half a surrogate pair', inRule('content: "\ud800"')],
    ['a brace too many', '.logo-customizable { color: red }}'],
    ['no colon', inRule('color: red; top')],
    ['text that does not end', inRule('content: "x\n')],
    ['HTML comments', '<!-- .logo-customizable { color: red } -->'],
    ['the end of an HTML comment', '--> .logo-customizable { color: red }'],
    ['no selector', '{ color: red }'],
    ['no CSS', 'hello'],
    ['parentheses in parentheses', inRule(`width: ${'('.repeat(3000)}`)],
    ['states in states', `.submitButton-customizable${':not('.repeat(600)}`],
    ['blocks in blocks', '{'.repeat(3000)],
  ])('refuses %s', (_what, css) => refuses(css));

  it('says what is wrong, and where', () => {
    refuses(
      '.logo-customizable {\n}\n.mine { color: red }',
      'CSS is not valid: The selector .mine in line 3 is not allowed.',
    );
    refuses('@import "x";', 'CSS is not valid: @import in line 1 is not allowed.');
    refuses(inRule('\ncolor: var(--x)'), 'CSS is not valid: The function var() in line 2 is not allowed.');
  });

  it('takes three kilobytes, and no byte more', () => {
    const rule = inRule('color: red');
    accepts(rule + ' '.repeat(mostCssBytes - rule.length));
    refuses(rule + ' '.repeat(mostCssBytes - rule.length + 1), 'CSS must have at most 3072 bytes.');
    refuses(`/*${'ä'.repeat(mostCssBytes / 2)}*/`);
  });

  it('takes nothing in which a tokenizer finds an address or an at-rule, and never fails otherwise', () => {
    const word = fc.constantFrom(
      ...['.logo-customizable', '.submitButton-customizable:hover', '{', '}', '(', ')', ';', ':', ',', ' ', '\\', '"'],
      ...['url(', 'u\\72l(', '@import', 'image-set(', 'calc(', 'red', '1px', '/*', '*/', '!', '#fff', '\n', '<', '--x'],
    );
    const sheet = fc.array(fc.oneof({ weight: 6, arbitrary: word }, fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 40,
    });
    const styled = sheet.map((parts) => `.logo-customizable{color:${parts.join('')}`);
    fc.assert(
      fc.property(
        fc.oneof(
          styled,
          sheet.map((parts) => parts.join('')),
        ),
        (css) => {
          try {
            assertCss(css);
          } catch (error) {
            expect(error).toMatchObject({ name: 'InvalidParameterException' });
            return;
          }
          const found = new Set<string | undefined>();
          tokenize(css, (type) => found.add(tokenNames[type]));
          for (const name of ['url-token', 'bad-url-token', 'at-keyword-token', 'bad-string-token']) {
            expect(found).not.toContain(name);
          }
          expect(css).not.toContain('<');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
