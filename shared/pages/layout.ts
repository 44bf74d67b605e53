import { Html, html } from './html.ts';

// Only for text of our own: nothing in it is escaped.
const raw = (text: string): Html => new Html(text);

/** A page, and what its scripts and styles are marked with: no others run. */
export interface Page {
  readonly document: Html;
  readonly nonce: string;
}

// Colours and classes are those of the classic pages. Only one of the two copies of a form is seen at a time.
// No rule for a class is narrower than the class alone: rules of an administrator come later, and have to win.
const style = `
*{box-sizing:border-box}
body{margin:0;font-family:"Helvetica Neue",Helvetica,Arial,sans-serif;font-size:14px;line-height:1.43;color:#333;background:#fff}
.modal-dialog{max-width:600px;margin:30px auto;padding:0 10px}
.modal-content{border:1px solid rgba(0,0,0,.2);border-radius:6px;overflow:hidden}
.banner-customizable{padding:25px 0;background:lightgray;text-align:center}
.logo-customizable{max-width:60%;max-height:30%}
.modal-body{padding:15px}
label,.label-customizable{display:block;font-weight:400}
.textDescription-customizable{display:block;padding:10px 0;font-size:16px}
.inputField-customizable{width:100%;height:34px;padding:6px 12px;font-size:14px;color:#555;background:#fff;border:1px solid #ccc;border-radius:4px}
.inputField-customizable:focus{border-color:#66afe9;outline:0}
.submitButton-customizable{width:100%;height:40px;margin:20px 0 10px;font-size:14px;font-weight:bold;color:#fff;background:#337ab7;border:0;border-radius:4px;cursor:pointer}
.submitButton-customizable:hover,.submitButton-customizable:focus{background:#286090}
.errorMessage-customizable{padding:5px;color:#d64958;background:#f5f5f5;border:2px solid #d64958}
h1{margin:0;font-size:18px;font-weight:400}
.passwordCheck-notValid-customizable{color:#d64958}
.passwordCheck-valid-customizable{color:#19803a}
:where(p).redirect-customizable{text-align:center}
.link{padding:0;font:inherit;color:#337ab7;background:none;border:0;cursor:pointer;text-decoration:underline}
.secret{overflow-wrap:anywhere;font-family:monospace;font-size:16px}
.visible-md{display:none}
@media(min-width:992px){.visible-xs{display:none}.visible-md{display:block}}
`;

/** A whole page. `script` runs at its end. */
export const layout = (nonce: string, title: string, body: Html, script = ''): Page => ({
  nonce,
  document: html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${raw(style)}</style>
</head>
<body>
${body}
${script !== '' && html`<script nonce="${nonce}">${raw(script)}</script>`}
</body>
</html>
`,
});

/** What an administrator has set of the look of pages. */
export interface Look {
  /** Rules that were checked: in them is no `<`, which would end their element. */
  readonly css: string | undefined;
  /** Where the logo is. */
  readonly logo: string | undefined;
}

// Text of others is escaped, so that neither can come from anywhere but from a page itself.
const logoPlace = '<center></center>';
const endOfHead = '</head>';

/** The page with its own rules after those of all pages, and with its logo in the banner. */
export const dressed = ({ nonce, document }: Page, { css, logo }: Look): Page => {
  const rules = css === undefined ? '' : `<style nonce="${nonce}">${css}</style>\n`;
  const image = logo === undefined ? '' : html`<img class="logo-customizable" src="${logo}" alt="">`.text;
  const text = document.text
    .replace(endOfHead, () => `${rules}${endOfHead}`)
    .replaceAll(logoPlace, () => `<center>${image}</center>`);
  return { nonce, document: raw(text) };
};
