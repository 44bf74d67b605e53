import type { FormPage, Page } from '../page.ts';
import { Dialog } from './dialog.tsx';
import { Say, Submit, TwoForms } from './form-parts.tsx';

/** The page that a link leads to. Only its button confirms: programs that look at mail follow links, too. */
export const confirmUserPage = (page: FormPage): Page => ({
  title: 'Confirm',
  body: (
    <TwoForms page={page} name="confirmUserForm">
      {() => (
        <>
          <Say>Confirm your account, if it was you who signed up.</Say>
          <Submit name="confirm" label="Confirm account" />
        </>
      )}
    </TwoForms>
  ),
});

/** What follows. */
export const userConfirmedPage = (): Page => ({
  title: 'Confirmed',
  body: (
    <Dialog>
      <Say>Your registration has been confirmed! You can sign in now.</Say>
    </Dialog>
  ),
});
