import sax from 'sax';

const svg = 'http://www.w3.org/2000/svg';

// What draws. Scripts, links, animations and foreign content are not among them.
const drawing: ReadonlySet<string> = new Set([
  ...['svg', 'g', 'defs', 'symbol', 'use', 'switch', 'title', 'desc', 'style', 'image'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'textPath'],
  ...['linearGradient', 'radialGradient', 'stop', 'pattern', 'clipPath', 'mask', 'marker', 'view'],
  ...['filter', 'feBlend', 'feColorMatrix', 'feComponentTransfer', 'feComposite', 'feConvolveMatrix'],
  ...['feDiffuseLighting', 'feDisplacementMap', 'feDistantLight', 'feDropShadow', 'feFlood', 'feFuncA', 'feFuncB'],
  ...['feFuncG', 'feFuncR', 'feGaussianBlur', 'feMerge', 'feMergeNode', 'feMorphology', 'feOffset', 'fePointLight'],
  ...['feSpecularLighting', 'feSpotLight', 'feTile', 'feTurbulence'],
]);

/** Why an SVG is refused, as the end of a sentence. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

const ownReference = /url\(\s*(["']?)#[\w:.-]+\1\s*\)/gi;
const loading = /(?:url|image|image-set|src|cross-fade|element|paint|expression)\(/i;

// A backslash can write any of this in another way.
const isPlainCss = (css: string): boolean =>
  !css.includes('\\') && !css.replace(/@media\b/gi, '').includes('@') && !loading.test(css.replace(ownReference, ''));

const embedded = /^data:image\/(?:png|jpeg|webp|gif);base64,[\da-z+/=\s]*$/i;

const isOwnTarget = (element: string, target: string): boolean =>
  /^#[\w:.-]*$/.test(target.trim()) || (element === 'image' && embedded.test(target));

const assertAttribute = (element: string, { name, local, value }: sax.QualifiedAttribute): void => {
  if (/^on/i.test(local)) throw new Refusal(`has the event handler ${name.slice(0, 64)}`);
  if (local.toLowerCase() === 'href') {
    if (!isOwnTarget(element, value)) throw new Refusal(`refers to something outside of it in ${name}`);
  } else if (local === 'base' || local === 'src') {
    throw new Refusal(`refers to something outside of it in ${name}`);
  } else if (!isPlainCss(value) && (local === 'style' || loading.test(value))) {
    throw new Refusal(`refers to something outside of it in ${name.slice(0, 64)}`);
  }
};

const isQualified = (tag: sax.Tag | sax.QualifiedTag): tag is sax.QualifiedTag => 'local' in tag;

const assertElement = (tag: sax.Tag | sax.QualifiedTag, isRoot: boolean): string => {
  if (!isQualified(tag) || tag.uri !== svg || !drawing.has(tag.local)) {
    throw new Refusal(`has the element ${tag.name.slice(0, 64)}, which does not draw`);
  }
  if (isRoot && tag.local !== 'svg') throw new Refusal('does not begin with svg');
  for (const attribute of Object.values(tag.attributes)) {
    if (attribute.uri !== 'http://www.w3.org/2000/xmlns/') assertAttribute(tag.local, attribute);
  }
  return tag.local;
};

// A browser would read another encoding than we do.
const isOtherEncoding = (declaration: string): boolean => {
  const encoding = /encoding\s*=\s*["']([^"']*)["']/i.exec(declaration)?.[1];
  return encoding !== undefined && encoding.toLowerCase() !== 'utf-8';
};

const read = (text: string): void => {
  const parser = sax.parser(true, { xmlns: true });
  const open: string[] = [];
  let hasRoot = false;
  let css = '';
  const take = (some: string): void => {
    if (open.at(-1) === 'style') css += some;
  };
  parser.onerror = () => {
    throw new Refusal('is not well-formed XML');
  };
  parser.ondoctype = () => {
    throw new Refusal('has a document type');
  };
  parser.onprocessinginstruction = ({ name, body }) => {
    if (name !== 'xml' || isOtherEncoding(body)) throw new Refusal(`has the instruction ${name.slice(0, 64)}`);
  };
  parser.onopentag = (tag) => {
    if (hasRoot && open.length === 0) throw new Refusal('is not well-formed XML');
    open.push(assertElement(tag, !hasRoot));
    hasRoot = true;
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.ontext = take;
  parser.oncdata = take;
  parser.write(text).close();
  if (!hasRoot) throw new Refusal('is empty');
  if (!isPlainCss(css)) throw new Refusal('has styles that may load something');
};

/**
 * Why an SVG may not be served, as the end of a sentence that begins with the file; undefined where it may. It may draw,
 * and refer to its own parts: no scripts, event handlers, links, foreign content, document types, and nothing that loads.
 */
export const svgFault = (bytes: Uint8Array): string | undefined => {
  try {
    read(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    if (error instanceof TypeError) return 'is not UTF-8';
    throw error;
  }
};
