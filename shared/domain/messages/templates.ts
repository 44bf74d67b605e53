const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text as HTML, also for use inside an attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

const characters = new Map(Object.entries(entities).map(([character, entity]) => [entity, character]));

/** The text that `escapeHtml` escaped. */
export const unescapeHtml = (html: string): string =>
  html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters.get(entity) ?? entity);

/** Stands for the code or temporary password in a template. */
export const codePlaceholder = '{####}';

/** Stands for the username in an invitation. */
export const usernamePlaceholder = '{username}';

/** Stands for the confirmation link in the templates that have one. */
export const linkPlaceholder = '{##Click Here##}';

const linkStart = '{##';
const linkEnd = '##}';

/** The place of a link in a template: its words, and how the place is written. */
interface LinkPlace {
  readonly label: string;
  readonly written: string;
}

/**
 * A template in pieces: text, and places for links. What has no end is text, and so is `{####}`, the place of a code, as
 * it has no words.
 */
export const linkPieces = (template: string): readonly (string | LinkPlace)[] => {
  const [first = '', ...others] = template.split(linkStart);
  const parts = others.flatMap((part) => {
    const end = part.indexOf(linkEnd);
    if (end <= 0) return [`${linkStart}${part}`];
    const label = part.slice(0, end);
    return [{ label, written: `${linkStart}${label}${linkEnd}` }, part.slice(end + linkEnd.length)];
  });
  return [first, ...parts];
};

const mapLinks = (template: string, toText: (label: string) => string): string =>
  linkPieces(template)
    .map((piece) => (typeof piece === 'string' ? piece : toText(piece.label)))
    .join('');

/** True for a template that has a place for a link, such as `{##Verify Email##}`. */
export const hasLinkPlaceholder = (template: string): boolean => mapLinks(template, () => '') !== template;

interface Filling {
  readonly secret: string;
  readonly username: string;
  /** The address that the links of an HTML message lead to. Without it, their placeholders stay. */
  readonly link?: string | undefined;
}

/** The template with its placeholders filled in, as plain text. */
export const fillText = (template: string, { secret, username }: Filling): string =>
  template.replace(/\{####\}|\{username\}/g, (found) => (found === codePlaceholder ? secret : username));

/** The template with its placeholders filled in, as HTML. */
export const fillHtml = (template: string, { secret, username, link: href }: Filling): string => {
  const linked =
    href === undefined ? template : mapLinks(template, (label) => `<a href="${escapeHtml(href)}">${label}</a>`);
  return fillText(linked, { secret: escapeHtml(secret), username: escapeHtml(username) });
};
