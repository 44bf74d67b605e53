/** What classic pages stand in. */
import { type ComponentChildren, createContext, createElement } from 'preact';

/** Where the logo of the client is. */
export const LogoAddress = createContext<string | undefined>(undefined);

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
  // biome-ignore lint/a11y/useSemanticElements: tests of apps count the div elements.
  <div class="container" role="main">
    <div class="modal-dialog">
      <div class="modal-content background-customizable">
        <Banner />
        <div class="modal-body">{children}</div>
      </div>
    </div>
  </div>
);
