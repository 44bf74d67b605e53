import type { Page } from '../page.ts';
import type { EventFeedbackPage } from '../page-set.ts';
import { Dialog } from './dialog.tsx';
import { Say, Submit, TwoForms } from './form-parts.tsx';

/** The page that a link of a notification leads to. Only its button says anything: programs that look at mail follow links. */
export const eventFeedbackPage = ({ value, ...page }: EventFeedbackPage): Page => ({
  title: 'Your sign-in',
  body: (
    <TwoForms page={page} name="eventFeedbackForm">
      {() => (
        <>
          <Say>Was it you who signed in?</Say>
          {value && <Submit name="feedback" label={value === 'Valid' ? 'Yes, it was me' : 'No, it was not me'} />}
        </>
      )}
    </TwoForms>
  ),
});

/** What follows. */
export const feedbackGivenPage = (): Page => ({
  title: 'Your sign-in',
  body: (
    <Dialog>
      <Say>Thank you for telling us.</Say>
    </Dialog>
  ),
});
