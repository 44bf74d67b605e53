import type { FormPage, Page } from '../page.ts';
import { Copies } from './copies.tsx';
import { ErrorLine, LinkButton, Say, Submit, TokenField } from './form-parts.tsx';

export interface AccountPage extends FormPage {
  /** Who has signed in in this browser: what people know the account by, and the value that the button sends. */
  readonly account: string;
  readonly sub: string;
}

const Form = (page: AccountPage) => (
  <form action={page.action} method="post" name="signInAsForm" class="cognito-asf">
    <TokenField formToken={page.formToken} />
    <ErrorLine error={page.error} />
    <Say>You have signed in before.</Say>
    <Submit name="signInAs" value={page.sub} label={`Sign in as ${page.account}`} />
    <p class="redirect-customizable">
      <span>Not you?</span>&nbsp;
      <LinkButton name="differentUser" value="true" label="Sign in as a different user?" />
    </p>
  </form>
);

/** The choice between the account of the browser's session and another one. */
export const accountPage = (page: AccountPage): Page => ({
  title: 'Signin',
  body: <Copies order={['narrow', 'wide']}>{() => <Form {...page} />}</Copies>,
});
