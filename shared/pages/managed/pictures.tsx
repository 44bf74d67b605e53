/** Images of a style. */
import type { Graphic, Icon, PageLook, Picture } from '#shared/domain/branding/page-look.ts';

type Scheme = PageLook['scheme'];

interface ImageProps {
  readonly picture: Picture;
  readonly scheme: Scheme;
  readonly class: string;
}

/** An image in the mode of the page. In a dynamic style, the browser chooses. */
export const Image = ({ picture: { light, dark }, scheme, class: name }: ImageProps) => {
  const usual = scheme === 'DARK' ? dark : light;
  if (scheme !== 'DYNAMIC') return usual === undefined ? null : <img class={name} src={usual} alt="" />;
  return (
    <picture>
      {dark !== undefined && light !== undefined && <source media="(prefers-color-scheme: dark)" srcset={dark} />}
      <img class={name} src={light ?? dark ?? ''} alt="" />
    </picture>
  );
};

const isSeen = ({ mode }: Icon, scheme: Scheme): boolean =>
  scheme === 'DYNAMIC' || mode === 'DYNAMIC' || mode === scheme;

const media = { LIGHT: '(prefers-color-scheme: light)', DARK: '(prefers-color-scheme: dark)' } as const;

/** The icons that browsers show in tabs. */
export const Icons = ({ icons, scheme }: { readonly icons: readonly Icon[]; readonly scheme: Scheme }) => (
  <>
    {icons
      .filter((icon) => isSeen(icon, scheme))
      .map(({ path, type, mode }) => (
        <link
          rel="icon"
          type={type}
          href={path}
          {...(scheme === 'DYNAMIC' && mode !== 'DYNAMIC' && { media: media[mode] })}
        />
      ))}
  </>
);

// Outlines of 24 units, drawn in the colour of links.
const outlines: Readonly<Record<Graphic, string>> = {
  EMAIL_GRAPHIC: 'M3 5h18v14H3zm0 1 9 7 9-7',
  SMS_GRAPHIC: 'M3 4h18v12H10l-5 4v-4H3zm5 6h.01M12 10h.01M16 10h.01',
  AUTH_APP_GRAPHIC: 'M7 2h10v20H7zm4 17h2M10 9l2 2 3-4',
  PASSWORD_GRAPHIC: 'M5 10h14v11H5zm3 0V7a4 4 0 0 1 8 0v3m-4 4v3',
  PASSKEY_GRAPHIC:
    'M9 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8M2 21v-2a6 6 0 0 1 10-4.5M17 11a3 3 0 1 1 0 6m0 0v5l2-1.5M17 11a3 3 0 0 0 0 6',
};

interface GraphicProps {
  readonly look: PageLook;
  readonly graphic: Graphic;
}

/** The picture that tells what a form is about: the style's own, or an outline. None where the style shows none. */
export const FormGraphic = ({ look, graphic }: GraphicProps) => {
  if (!look.displaysGraphics) return null;
  const own = look.graphics.get(graphic);
  if (own) return <Image picture={own} scheme={look.scheme} class="graphic" />;
  return (
    <svg class="graphic" viewBox="0 0 24 24" width="48" height="48" aria-hidden="true">
      <path d={outlines[graphic]} />
    </svg>
  );
};
