import type { FormPage, Page } from '../page.ts';
import { Alert, Elsewhere, Form, Heading, Intro, Notice, PasskeyParts } from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';
import { FormGraphic } from './pictures.tsx';

/** The page that adds a passkey. */
export interface AddPasskeyPage extends FormPage {
  /** What the browser needs to create one, as JSON; undefined where none can be added, or one was added just now. */
  readonly creation: string | undefined;
  readonly isAdded: boolean;
  /** Where the app is, which the page leads back to. */
  readonly back: string;
}

const CreationForm = ({ managed: { texts }, page }: { readonly managed: Managed; readonly page: AddPasskeyPage }) => (
  <Form page={page} route="routes/passkeys.add" creation={page.creation}>
    <PasskeyParts texts={texts} failed={texts.say('passkey.addFailed')} action={texts.say('passkey.addAction')} />
  </Form>
);

export const addPasskeyPage = (managed: Managed, page: AddPasskeyPage): Page => {
  const { texts } = managed;
  const title = texts.say('passkey.addTitle');
  return {
    title,
    body: (
      <>
        <FormGraphic look={managed.look} graphic="PASSKEY_GRAPHIC" />
        <Heading title={title}>{!page.isAdded && <Intro>{texts.say('passkey.addIntro')}</Intro>}</Heading>
        {page.isAdded && <Notice message={texts.say('passkey.added')} />}
        <Alert messages={complaintsFor(managed, page, []).above} />
        {page.creation !== undefined && <CreationForm managed={managed} page={page} />}
        <Elsewhere>
          <a href={page.back}>{texts.say(page.isAdded ? 'action.continue' : 'passkey.skip')}</a>
        </Elsewhere>
      </>
    ),
  };
};
