/** The document of a page, with what it loads. */
import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { pageScriptPath, securityScriptPath, stylesheetPath } from './assets/paths.ts';
import { LogoAddress } from './classic/dialog.tsx';
import { Frame } from './managed/frame.tsx';
import { Icons } from './managed/pictures.tsx';
import type { Dress, Page } from './page.ts';

const noLook: Dress = { family: 'classic', look: { rules: undefined, logo: undefined } };

interface HeadProps {
  readonly title: string;
  /** The stylesheet of the client, after that of all pages. */
  readonly own: string | undefined;
  readonly tellsOfDevice: boolean | undefined;
  readonly children: ComponentChildren;
}

const Head = ({ title, own, tellsOfDevice = false, children }: HeadProps) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>{title}</title>
    <link rel="stylesheet" href={stylesheetPath} />
    {own !== undefined && <link rel="stylesheet" href={own} />}
    {children}
    <script src={pageScriptPath} defer />
    {tellsOfDevice && <script src={securityScriptPath} defer />}
  </head>
);

// Without it, browsers ask for /favicon.ico.
const NoIcon = () => <link rel="icon" href="data:," />;

// Nothing runs, nothing is loaded, and nothing can be sent, wherever somebody puts the document.
const previewPolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

/** A page to be looked at. Its body is inert: nobody can click, type or tab into it. */
const Preview = ({ page, dress }: DocumentProps) => (
  <html lang={dress.family === 'managed' ? dress.texts.language : 'en'}>
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="content-security-policy" content={previewPolicy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{page.title}</title>
    </head>
    {dress.family === 'classic' ? (
      <body class="classic" inert>
        <LogoAddress.Provider value={dress.look.logo}>{page.body}</LogoAddress.Provider>
      </body>
    ) : (
      <Frame dress={dress} inert>
        {page.body}
      </Frame>
    )}
  </html>
);

interface DocumentProps {
  readonly page: Page;
  readonly dress: Dress;
}

const Document = ({ page, dress }: DocumentProps) =>
  dress.family === 'classic' ? (
    <html lang="en">
      <Head title={page.title} own={dress.look.rules} tellsOfDevice={dress.tellsOfDevice}>
        <NoIcon />
      </Head>
      <body class="classic">
        <LogoAddress.Provider value={dress.look.logo}>{page.body}</LogoAddress.Provider>
      </body>
    </html>
  ) : (
    <html lang={dress.texts.language}>
      <Head title={page.title} own={dress.look.stylesheet} tellsOfDevice={dress.tellsOfDevice}>
        {dress.look.icons.length > 0 ? <Icons icons={dress.look.icons} scheme={dress.look.scheme} /> : <NoIcon />}
      </Head>
      <Frame dress={dress}>{page.body}</Frame>
    </html>
  );

/** A page as HTML. All text in it is escaped. */
export const renderPage = (page: Page, dress: Dress = noLook): string =>
  `<!DOCTYPE html>\n${renderToStaticMarkup(<Document page={page} dress={dress} />)}\n`;

// A frame without scripts may not take the focus, and browsers complain of one that tries.
const withoutFocus = (html: string): string =>
  html.replace(/<(?:input|button|textarea|select)\b[^>]*>/g, (tag) => tag.replace(/ autofocus(?=[ >/])/, ''));

/** A page as HTML to be looked at: without scripts and style sheets, and inert. All text in it is escaped. */
export const renderPreview = (page: Page, dress: Dress): string =>
  `<!DOCTYPE html>\n${withoutFocus(renderToStaticMarkup(<Preview page={page} dress={dress} />))}\n`;
