import type { Page } from './page.ts';

/** A page that posts the answer to the app at once: OAuth 2.0 Form Post Response Mode. Without scripts, by a button. */
export const formPostPage = (action: string, fields: Readonly<Record<string, string>>): Page => ({
  title: 'Continue',
  body: (
    <form method="post" action={action}>
      <span data-send="now" hidden />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <noscript>
        <button type="submit" class="submitButton-customizable">
          Continue
        </button>
      </noscript>
    </form>
  ),
});
