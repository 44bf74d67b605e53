import type { LinkAccountPage } from '../classic/link-account-page.tsx';
import type { Page } from '../page.ts';
import { Alert, Elsewhere, Form, Heading, Intro, Or, Other, PasswordField, Submit } from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';
import { NameField } from './name-field.tsx';

/** The page that asks for an account which is then linked with that of a provider. */
export const linkAccountPage = (managed: Managed, page: LinkAccountPage): Page => {
  const { texts } = managed;
  const { beside, above } = complaintsFor(managed, page, ['username', 'password']);
  const { provider, account, username } = page;
  return {
    title: texts.say('link.title'),
    body: (
      <>
        <Heading title={texts.say('link.title')}>
          <Intro>{texts.say('link.intro', { provider, account })}</Intro>
        </Heading>
        <Alert messages={above} />
        <Form page={page} route="routes/linkAccount">
          <NameField managed={managed} page={{ username, knowsUsername: false }} complaint={beside('username')} />
          <PasswordField
            texts={texts}
            name="password"
            label={texts.say('label.password')}
            autocomplete="current-password"
            complaint={beside('password')}
          />
          {page.forgotPassword !== undefined && (
            <Elsewhere>
              <a href={page.forgotPassword}>{texts.say('signIn.forgotPassword')}</a>
            </Elsewhere>
          )}
          <Submit name="linkAccount" value="true" label={texts.say('link.action')} />
          {page.offersChoice && <Other name="otherWay" value="true" label={texts.say('choice.title')} isAside />}
          <Or texts={texts} />
          <Other name="newAccount" value="true" label={texts.say('link.newAccount')} isAside />
        </Form>
      </>
    ),
  };
};
