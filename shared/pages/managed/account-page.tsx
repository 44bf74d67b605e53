import type { AccountPage } from '../classic/account-page.tsx';
import type { Page } from '../page.ts';
import { Alert, Form, Heading, Other, Submit } from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';

/** The choice between the account of the browser's session and another one. */
export const accountPage = (managed: Managed, page: AccountPage): Page => {
  const { texts } = managed;
  const { above } = complaintsFor(managed, page, []);
  return {
    title: texts.say('accounts.title'),
    body: (
      <>
        <Heading title={texts.say('accounts.title')} />
        <Alert messages={above} />
        <Form page={page} route="routes/login">
          <Submit
            name="signInAs"
            value={page.sub}
            label={texts.say('accounts.continueAs', { username: page.account })}
          />
          <Other name="differentUser" value="true" label={texts.say('accounts.other')} />
        </Form>
      </>
    ),
  };
};
