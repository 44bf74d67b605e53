/** Which style sheets the classic pages take: such that style known parts of them, and neither load nor send anything. */
import type { CssNode, Declaration, PseudoClassSelector, Rule } from 'css-tree';
import parse from 'css-tree/parser';
import { ident } from 'css-tree/utils';
import walk from 'css-tree/walker';
import { CognitoException } from '#shared/errors/exception.ts';

/** The most bytes of a style sheet. */
export const mostCssBytes = 3 * 1024;

// The classes of the pages, and the states in which some of them can be styled.
const classes: Readonly<Record<string, readonly string[]>> = {
  'background-customizable': [],
  'banner-customizable': [],
  'errorMessage-customizable': [],
  'idpButton-customizable': ['hover'],
  'idpDescription-customizable': [],
  'inputField-customizable': ['focus'],
  'label-customizable': [],
  'legalText-customizable': [],
  'logo-customizable': [],
  'passwordCheck-notValid-customizable': [],
  'passwordCheck-valid-customizable': [],
  'redirect-customizable': [],
  'socialButton-customizable': [],
  'submitButton-customizable': ['hover'],
  'textDescription-customizable': [],
};

// Functions that compute a value from what they are given. Whatever is not here may load something, now or one day.
const functions: ReadonlySet<string> = new Set(
  [
    'rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark',
    'calc min max clamp',
    'linear-gradient radial-gradient conic-gradient',
    'repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient',
    'translate translatex translatey rotate scale scalex scaley skew skewx skewy matrix',
    'blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia',
    'cubic-bezier steps',
  ].flatMap((line) => line.split(' ')),
);

// What a value may consist of. A part that the parser could not take apart is not among them.
const valueParts: ReadonlySet<CssNode['type']> = new Set([
  'Dimension',
  'Function',
  'Hash',
  'Identifier',
  'Number',
  'Operator',
  'Parentheses',
  'Percentage',
  'String',
  'Value',
]);

const invalid = (message: string): CognitoException =>
  new CognitoException('InvalidParameterException', `CSS is not valid: ${message}`);

const placeOf = ({ loc }: Pick<CssNode, 'loc'>): string => (loc ? ` in line ${loc.start.line}` : '');

const refused = (what: string, node: Pick<CssNode, 'loc'>): CognitoException =>
  invalid(`${what}${placeOf(node)} is not allowed.`);

const assertState = (name: string, state: PseudoClassSelector): void => {
  const known = classes[name] ?? [];
  if (state.children !== null || !known.includes(ident.decode(state.name).toLowerCase())) {
    throw refused(`The selector .${name}:${state.name}`, state);
  }
};

// One class, and perhaps one state of it.
const assertSelector = (selector: CssNode): void => {
  const [first, second, ...others] = selector.type === 'Selector' ? selector.children.toArray() : [];
  if (first?.type !== 'ClassSelector') throw refused('A selector that is not a class', selector);
  const name = ident.decode(first.name);
  if (!Object.hasOwn(classes, name)) throw refused(`The selector .${name}`, first);
  if (second?.type === 'PseudoClassSelector' && others.length === 0) assertState(name, second);
  else if (second) throw refused(`A selector with more than .${name}`, second);
};

const assertDeclaration = ({ value, important, property, loc }: Declaration): void => {
  if (typeof important === 'string') throw refused(`!${important}`, { loc });
  if (value.type !== 'Value') throw refused(`The value of ${property}`, { loc });
  walk(value, (part) => {
    if (!valueParts.has(part.type)) throw refused(`A value of ${property} with ${part.type}`, { loc });
    if (part.type === 'Function' && !functions.has(ident.decode(part.name).toLowerCase())) {
      throw refused(`The function ${part.name}()`, { loc });
    }
  });
};

// A semicolon too many is no declaration, and does nothing.
const isEmpty = (node: CssNode): boolean => node.type === 'Raw' && node.value.trim() === ';';

const assertRule = ({ prelude, block }: Rule): void => {
  if (prelude.type !== 'SelectorList') throw refused('A selector that cannot be read', prelude);
  prelude.children.forEach(assertSelector);
  block.children.forEach((node) => {
    if (node.type === 'Declaration') assertDeclaration(node);
    else if (!isEmpty(node)) throw refused('A rule inside of a rule', node);
  });
};

// The parser keeps its buffers, and takes what the sheet before left at the place of the length of this one for a bracket: it
// may then run for ever. No sheet has as many tokens as a padded one has characters, so nothing is ever left at that place.
const padded = (css: string): string => css.padEnd(mostCssBytes + 64, '\n');

/**
 * Throws InvalidParameterException for a style sheet that is too long, that cannot be parsed, or that has more than rules
 * for the classes of the pages: at-rules, other selectors, addresses, and functions that may load something.
 */
export const assertCss = (css: string): void => {
  if (Buffer.byteLength(css) > mostCssBytes) {
    throw new CognitoException('InvalidParameterException', `CSS must have at most ${mostCssBytes} bytes.`);
  }
  // It would end the element that the styles are in. Half of a surrogate pair is no text.
  if (css.includes('<') || !css.isWellFormed()) throw invalid('the character < is not allowed.');
  const sheet = parse(padded(css), {
    positions: true,
    onParseError: ({ message, line }) => {
      throw invalid(`${message} in line ${line}.`);
    },
  });
  if (sheet.type !== 'StyleSheet') throw refused('What is no style sheet', sheet);
  sheet.children.forEach((node) => {
    if (node.type === 'Atrule') throw refused(`@${node.name}`, node);
    if (node.type === 'Rule') assertRule(node);
    else if (node.type !== 'Comment' && node.type !== 'WhiteSpace') throw refused(node.type, node);
  });
};
