/** How the messages of a pool, or of one of its app clients, look. What is left out is plain. */
export interface MessageBranding {
  /** An image on the web, at the top of the mail. */
  readonly logoUrl?: string;
  /** `#rrggbb`: of the line at the top, and of buttons. */
  readonly color?: string;
  /** The name beside the address that sends. */
  readonly senderName?: string;
  /** Lines of text at the bottom. */
  readonly footer?: string;
  /** True where the subject of a mail tells its code. */
  readonly codeInSubject?: boolean;
  /** Tag of the language for users who want none that messages have. */
  readonly defaultLanguage?: string;
  /** False where mails without a template are one line of HTML, as Cognito's are. */
  readonly designed?: boolean;
}

// RFC 5322: what may stand in quotes, with the two characters that end them escaped.
const quoted = (name: string): string => `"${name.replace(/["\\]/g, (character) => `\\${character}`)}"`;

// RFC 2047: a word has at most 75 characters, and no character is cut.
const encoded = (name: string): string => {
  const words: string[] = [''];
  for (const character of name) {
    const longer = `${words.at(-1)}${character}`;
    if (Buffer.byteLength(longer) > 42) words.push(character);
    else words[words.length - 1] = longer;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
};

/** The sender with a name. One that has a name already keeps it. */
export const withSenderName = (from: string, senderName: string): string => {
  if (from.includes('<')) return from;
  return `${/^[ -~]*$/.test(senderName) ? quoted(senderName) : encoded(senderName)} <${from}>`;
};

const channels = (color: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/**
 * The color as CSS. Digits alone are not left together: who looks for a code takes six of them for one.
 */
export const cssColor = (color: string): string => (/\d{6}/.test(color) ? `rgb(${channels(color).join(', ')})` : color);

// WCAG 2.2, relative luminance.
const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Black or white, whichever can be read better on the color. Either way the contrast is 4.5 or more. */
export const readableOn = (color: string): string => (luminance(color) > 0.179 ? 'black' : 'white');
