/** Pages for administrators who try a provider. They are in English alone, and of no style: no user of an app sees them. */
import { Dialog } from './classic/dialog.tsx';
import type { Page } from './page.ts';

interface TestPage {
  readonly action: string;
  readonly formToken: string;
  readonly provider: string;
}

/** Says what the test tells to whom, before anybody goes to the provider. */
export const providerTestPage = ({ action, formToken, provider }: TestPage): Page => ({
  title: 'Test of an identity provider',
  body: (
    <Dialog>
      <h1>Test the sign-in through {provider}</h1>
      <p>
        An administrator is testing this identity provider. Everything that {provider} tells about you will be shown to
        that administrator. You will not be signed in. Go on only if you started the test yourself.
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="_csrf" value={formToken} />
        <button type="submit" class="btn btn-primary submitButton-customizable">
          Go on to {provider}
        </button>
      </form>
    </Dialog>
  ),
});

/** Ends the test in the browser. What came of it stands elsewhere: whoever went to the provider need not be the administrator. */
export const providerTestedPage = (isKept: boolean): Page => ({
  title: 'Test of an identity provider',
  body: (
    <Dialog>
      <h1>{isKept ? 'The test is over.' : 'The test has expired.'}</h1>
      <p>
        {isKept
          ? 'You can close this page. The result is where the test was started. Nobody was signed in.'
          : 'Start a new test, and open its address within ten minutes, once.'}
      </p>
    </Dialog>
  ),
});
