import type { Texts } from '../texts/texts.ts';
import { QrCode } from './qr-code.tsx';

// In groups of four, which people can copy.
const grouped = (secret: string): string => secret.replace(/.{4}(?=.)/g, '$& ');

interface AppSecretProps {
  readonly texts: Texts;
  /** In base32. */
  readonly secret: string;
  /** The same as an address that authenticator apps open. */
  readonly uri: string;
}

/** The secret of an authenticator app that is set up: as a picture, as text, and as a link. */
export const AppSecret = ({ texts, secret, uri }: AppSecretProps) => (
  <>
    <QrCode text={uri} label={texts.say('setUp.appQrCode')} />
    <p>
      {texts.say('setUp.appKey')} <code class="secret">{grouped(secret)}</code>
    </p>
    <p>
      <a href={uri}>{texts.say('setUp.appOpen')}</a>
    </p>
  </>
);
