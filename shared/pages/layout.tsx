import { type ComponentChildren, createContext, createElement } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { pageScript, stylesheet } from './assets/files.ts';
import type { Look, Page } from './page.ts';

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

const noLook: Look = { rules: undefined, logo: undefined };

const Document = ({ page, look }: { readonly page: Page; readonly look: Look }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{page.title}</title>
      <link rel="stylesheet" href={stylesheet.path} />
      {look.rules !== undefined && <link rel="stylesheet" href={look.rules} />}
      <script src={pageScript.path} defer />
    </head>
    <body class="classic">
      <LogoAddress.Provider value={look.logo}>{page.body}</LogoAddress.Provider>
    </body>
  </html>
);

/** A page as HTML. All text in it is escaped. */
export const renderPage = (page: Page, look: Look = noLook): string =>
  `<!DOCTYPE html>\n${renderToStaticMarkup(<Document page={page} look={look} />)}\n`;
