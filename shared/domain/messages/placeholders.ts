import { escapeHtml } from './html.ts';

/** Stands for the code or temporary password in a template. */
export const codePlaceholder = '{####}';

/** Stands for the username in an invitation. */
export const usernamePlaceholder = '{username}';

/** Stands for the confirmation link in the templates that have one. */
export const linkPlaceholder = '{##Click Here##}';

interface Filling {
  readonly secret: string;
  readonly username: string;
}

/** The template with its placeholders filled in, as plain text. */
export const fillText = (template: string, { secret, username }: Filling): string =>
  template.replace(/\{####\}|\{username\}/g, (found) => (found === codePlaceholder ? secret : username));

/** The template with its placeholders filled in, as HTML. */
export const fillHtml = (template: string, { secret, username }: Filling): string =>
  fillText(template, { secret: escapeHtml(secret), username: escapeHtml(username) });
