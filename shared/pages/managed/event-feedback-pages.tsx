import { isException } from '#shared/errors/exception.ts';
import type { Page } from '../page.ts';
import type { EventFeedbackPage } from '../page-set.ts';
import { Alert, Form, Heading, Intro, Notice, Submit } from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';

/** The page that a link of a notification leads to. Only its button says anything. */
export const eventFeedbackPage = (managed: Managed, { value, ...page }: EventFeedbackPage): Page => {
  const { texts } = managed;
  const isSpent = isException(page.exception, 'NotAuthorizedException');
  const above = isSpent ? [texts.say('feedback.expired')] : complaintsFor(managed, page, []).above;
  return {
    title: texts.say('feedback.title'),
    body: (
      <>
        <Heading title={texts.say('feedback.title')}>
          <Intro>{texts.say('feedback.intro')}</Intro>
        </Heading>
        <Alert messages={above} />
        <Form page={page} route="routes/eventFeedback">
          {value && (
            <Submit name="feedback" label={texts.say(value === 'Valid' ? 'feedback.valid' : 'feedback.invalid')} />
          )}
        </Form>
      </>
    ),
  };
};

/** What follows. */
export const feedbackGivenPage = ({ texts }: Managed): Page => ({
  title: texts.say('feedback.title'),
  body: (
    <>
      <Heading title={texts.say('feedback.title')} />
      <Notice message={texts.say('feedback.done')} />
    </>
  ),
});
