import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { svgFault } from '#shared/domain/branding/svg-rules.ts';

const faultOf = (text: string): string | undefined => svgFault(new Uint8Array(Buffer.from(text)));
const drawn = (inside: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`;

describe('an SVG', () => {
  it.each([
    ['shapes', drawn('<g fill="red"><path d="M0 0h8v8z"/></g>')],
    [
      'a declaration, a comment and a title',
      `<?xml version="1.0" encoding="UTF-8"?><!-- x -->${drawn('<title>A &amp; B</title>')}`,
    ],
    ['a byte order mark', `\ufeff${drawn('')}`],
    ['parts of its own', drawn('<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use xlink:href="#a"/>')],
    ['styles', drawn('<style><![CDATA[.a{fill:url("#b")}@media (prefers-color-scheme:dark){.a{fill:#fff}}]]></style>')],
    ['an image within', drawn('<image href="data:image/png;base64,iVBORw0KGgo="/>')],
    ['another prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:rect/></s:svg>'],
    ['what an editor notes', drawn('<g xmlns:i="http://www.inkscape.org/" i:label="Layer 1"/>')],
    ['a long path', drawn(`<path d="${'M0 0h8v8z'.repeat(20_000)}"/>`)],
  ])('may have %s', (_what, text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  const outside = /refers to something outside of it/;
  const notDrawn = /which does not draw/;

  it.each([
    ['a script', drawn('<script>alert(1)</script>'), notDrawn],
    ['a script of another prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>', notDrawn],
    ['a script in HTML', drawn('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'), notDrawn],
    ['an event handler', drawn('', 'onload="alert(1)"'), /has the event handler onload/],
    ['an event handler in capitals', drawn('<rect ONCLICK="alert(1)"/>'), /has the event handler/],
    ['foreign content', drawn('<foreignObject><body/></foreignObject>'), notDrawn],
    ['a link', drawn('<a href="https://example.com"><rect/></a>'), notDrawn],
    ['an animation', drawn('<set attributeName="href" to="javascript:alert(1)"/>'), notDrawn],
    ['a use of another file', drawn('<use href="https://example.com/a.svg#a"/>'), outside],
    ['a use of data', drawn('<use xlink:href="data:image/svg+xml,x"/>'), outside],
    ['an image of another host', drawn('<image href="//example.com/a.png"/>'), outside],
    ['an SVG within', drawn('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'), outside],
    ['a fill of another host', drawn('<rect fill="url(https://example.com/a.svg#a)"/>'), outside],
    ['an escaped fill', drawn('<rect style="fill:u\\72l(//example.com/a)"/>'), outside],
    ['a fill written by references', drawn('<rect fill="&#117;rl(//example.com/a)"/>'), outside],
    ['a base', drawn('', 'xml:base="https://example.com/"'), outside],
    ['an import', drawn('<style>@import "https://example.com/a.css";</style>'), /styles that may load/],
    ['a font', drawn('<style>@font-face{src:url(https://example.com/a)}</style>'), /styles that may load/],
    ['a set of images', drawn('<style>*{fill:image-set("//example.com/a" 1x)}</style>'), /styles that may load/],
    ['a style in pieces', drawn('<style>*{fill:u<![CDATA[rl(//example.com/a)]]>}</style>'), /styles that may load/],
    ['a document type', `<!DOCTYPE svg>${drawn('')}`, /has a document type/],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${drawn('&a;')}`, /has a document type/],
    ['a stylesheet', `<?xml-stylesheet href="https://example.com/a.css"?>${drawn('')}`, /has the instruction/],
    ['another encoding', `<?xml version="1.0" encoding="UTF-7"?>${drawn('')}`, /has the instruction xml/],
    ['no namespace', '<svg><rect/></svg>', notDrawn],
    ['another root', '<g xmlns="http://www.w3.org/2000/svg"/>', /does not begin with svg/],
    ['HTML', '<!doctype html><p>x', /document type|well-formed/],
    ['an open element', drawn('<g>'), /is not well-formed XML/],
    ['two roots', `${drawn('')}${drawn('')}`, /well-formed/],
    ['nothing', '', /is empty|well-formed/],
  ])('may not have %s', (_what, text, fault) => {
    expect(faultOf(text)).toMatch(fault);
  });

  it('is UTF-8', () => {
    expect(svgFault(new Uint8Array([0xff, 0xfe, 0x3c, 0x00]))).toBe('is not UTF-8');
  });

  it('is read to an answer, whatever it is', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      'svg',
      ' xmlns="http://www.w3.org/2000/svg"',
      '<!--',
      ']]>',
      '&#0;',
      '"',
      '=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        expect(['string', 'undefined']).toContain(typeof faultOf(pieces.join('')));
      }),
      { numRuns: 300 },
    );
  });
});
