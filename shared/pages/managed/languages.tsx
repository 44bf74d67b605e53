import type { Language, Texts } from '../texts/texts.ts';

/** What each language calls itself. */
const names: Readonly<Record<Language, string>> = {
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  id: 'Bahasa Indonesia',
  it: 'Italiano',
  ja: '日本語',
  ko: '한국어',
  'pt-BR': 'Português (Brasil)',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
};

interface LanguagesProps {
  readonly texts: Texts;
  readonly addresses: ReadonlyMap<Language, string>;
}

/** Links to the same page in the other languages. */
export const Languages = ({ texts, addresses }: LanguagesProps) => (
  <nav aria-label={texts.say('language.label')}>
    <ul class="languages">
      {[...addresses].map(([language, address]) => (
        <li lang={language}>
          {language === texts.language ? (
            <span aria-current="true">{names[language]}</span>
          ) : (
            <a href={address} hreflang={language}>
              {names[language]}
            </a>
          )}
        </li>
      ))}
    </ul>
  </nav>
);
