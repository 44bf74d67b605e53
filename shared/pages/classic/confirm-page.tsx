import type { Page } from '../page.ts';
import { CodeField, type NamedPage, NameField, Resend, Say, Submit, TwoForms } from './form-parts.tsx';

export interface ConfirmPage extends NamedPage {
  /** What was typed before. */
  readonly code: string | undefined;
  /** Where the code went, masked. */
  readonly destination: string | undefined;
  /** True where a link was sent in place of a code. */
  readonly isLink: boolean;
  /** The address of the sign-in page. */
  readonly signIn: string;
  /** Where the button for another code posts to. */
  readonly resend: string;
}

const linkPage = (page: ConfirmPage): Page => ({
  title: 'Confirm',
  body: (
    <TwoForms page={{ ...page, action: page.resend }} name="confirmForm">
      {() => (
        <>
          <Say>
            {page.destination === undefined
              ? 'Open the link that was sent to you to confirm your account.'
              : `We have sent a link to ${page.destination}. Open it to confirm your account, and sign in then.`}
          </Say>
          <NameField {...page} />
          <Submit name="resend" label="Send another link" />
          <p class="redirect-customizable">
            <a href={page.signIn}>Sign in</a>
          </p>
        </>
      )}
    </TwoForms>
  ),
});

const codePage = (page: ConfirmPage): Page => ({
  title: 'Confirm',
  body: (
    <TwoForms page={page} name="confirmForm">
      {() => (
        <>
          <Say>
            {page.destination === undefined
              ? 'Enter the code that was sent to you to confirm your account.'
              : `We have sent a code to ${page.destination}. Enter it below to confirm your account.`}
          </Say>
          <NameField {...page} />
          <CodeField value={page.code} />
          <Submit name="confirm" label="Confirm account" />
          <Resend to={page.resend} />
        </>
      )}
    </TwoForms>
  ),
});

/** The page after a sign-up: it takes the code, or tells of the link, and sends another one. */
export const confirmPage = (page: ConfirmPage): Page => (page.isLink ? linkPage(page) : codePage(page));
