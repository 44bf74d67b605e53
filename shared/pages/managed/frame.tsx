import type { ComponentChildren } from 'preact';
import type { Banner, PageLook } from '#shared/domain/branding/page-look.ts';
import type { Dress } from '../page.ts';
import { Languages } from './languages.tsx';
import { Image } from './pictures.tsx';

const at = { START: 'start', CENTER: 'center', END: 'end' } as const;

interface BandProps {
  readonly banner: Banner | undefined;
  readonly look: PageLook;
}

const Logo = ({ banner, look }: BandProps) =>
  banner?.logo === undefined ? null : <Image picture={banner.logo} scheme={look.scheme} class="band-logo" />;

const FormLogo = ({ look }: { readonly look: PageLook }) =>
  look.formLogo === undefined ? null : (
    <div class={`form-logo to-${at[look.formLogo.location]}`}>
      <Image picture={look.formLogo} scheme={look.scheme} class="logo" />
    </div>
  );

interface FormProps {
  readonly look: PageLook;
  readonly children: ComponentChildren;
}

// The logo of the form: inside or outside of it, above or below.
const Form = ({ look, children }: FormProps) => {
  const { isInForm = true, isOnTop = true } = look.formLogo ?? {};
  const logo = <FormLogo look={look} />;
  return (
    <>
      {!isInForm && isOnTop && logo}
      <div class="card">
        {isInForm && isOnTop && logo}
        {children}
        {isInForm && !isOnTop && logo}
      </div>
      {!isInForm && !isOnTop && logo}
    </>
  );
};

interface FrameProps {
  readonly dress: Dress & { readonly family: 'managed' };
  /** Whether the page is only looked at. */
  readonly inert?: boolean;
  readonly children: ComponentChildren;
}

/** The body of a managed page: header, form and footer, where the style wants them. */
export const Frame = ({ dress: { look, texts, languages }, inert, children }: FrameProps) => (
  <body class={`managed ${look.density.toLowerCase()}`} inert={inert}>
    {look.header && (
      <header class={`band header to-${at[look.header.location]}`}>
        <Logo banner={look.header} look={look} />
      </header>
    )}
    <main class={`place across-${at[look.horizontal]} down-${at[look.vertical]}`}>
      <div class="column">
        <Form look={look}>{children}</Form>
        {languages && <Languages texts={texts} addresses={languages} />}
      </div>
    </main>
    {look.footer && (
      <footer class={`band footer to-${at[look.footer.location]}`}>
        <Logo banner={look.footer} look={look} />
      </footer>
    )}
  </body>
);
