import { type ComponentChildren, createContext, createElement } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Look, Page } from './page.ts';

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

const LogoAddress = createContext<string | undefined>(undefined);

/** The band above the form, with the logo that an administrator has set. */
export const Banner = () => (
  <div class="banner-customizable">
    {createElement(
      // What tests of apps look for, though no longer HTML.
      'center',
      null,
      <LogoAddress.Consumer>
        {(logo: string | undefined) => logo !== undefined && <img class="logo-customizable" src={logo} alt="" />}
      </LogoAddress.Consumer>,
    )}
  </div>
);

/** A page that has one dialog, in one copy. */
export const Dialog = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="container">
    <div class="modal-dialog">
      <div class="modal-content background-customizable">
        <Banner />
        <div class="modal-body">{children}</div>
      </div>
    </div>
  </div>
);

const noLook: Look = { css: undefined, logo: undefined };

const raw = (text: string) => ({ __html: text });

const Document = ({ page, look, nonce }: { readonly page: Page; readonly look: Look; readonly nonce: string }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{page.title}</title>
      <style nonce={nonce} dangerouslySetInnerHTML={raw(style)} />
      {look.css !== undefined && <style nonce={nonce} dangerouslySetInnerHTML={raw(look.css)} />}
    </head>
    <body>
      <LogoAddress.Provider value={look.logo}>{page.body}</LogoAddress.Provider>
      {page.script !== undefined && <script nonce={nonce} dangerouslySetInnerHTML={raw(page.script)} />}
    </body>
  </html>
);

/** A page as HTML. Its scripts and styles are marked with `nonce`: no others run. All other text is escaped. */
export const renderPage = (page: Page, nonce: string, look: Look = noLook): string =>
  `<!DOCTYPE html>\n${renderToStaticMarkup(<Document page={page} look={look} nonce={nonce} />)}\n`;
