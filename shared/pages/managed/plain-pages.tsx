/** Pages that only tell. */
import type { Page } from '../page.ts';
import type { Texts } from '../texts/texts.ts';
import { Heading, Intro } from './form-parts.tsx';

/** The page for what cannot be told to an app. Its first sentence is Cognito's, in English: tests of apps look for it. */
export const errorPage = (texts: Texts, code: string | undefined): Page => ({
  title: texts.say('errorPage.title'),
  body: (
    <>
      <Heading title={texts.say('errorPage.title')}>
        <Intro>
          <span lang="en">An error was encountered with the requested page.</span>
        </Intro>
      </Heading>
      <p>{texts.say('errorPage.intro')}</p>
      {code !== undefined && <p>{texts.say('errorPage.code', { code })}</p>}
    </>
  ),
});

/** The page after a logout that leads to no app. */
export const signedOutPage = (texts: Texts): Page => ({
  title: texts.say('signedOut.title'),
  body: (
    <Heading title={texts.say('signedOut.title')}>
      <Intro>{texts.say('signedOut.intro')}</Intro>
    </Heading>
  ),
});

/** What a strict pool shows for a client without a style, in the words of Cognito. */
export const unavailablePage = (texts: Texts): Page => ({
  title: texts.say('errorPage.title'),
  body: <p>{texts.say('errorPage.unavailable')}</p>,
});
