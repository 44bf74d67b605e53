import { Dialog } from './classic/dialog.tsx';
import type { Page } from './page.ts';

/** The page after a logout that leads to no app. */
export const signedOutPage = (): Page => ({
  title: 'Signed out',
  body: (
    <Dialog>
      <h1>You have signed out.</h1>
    </Dialog>
  ),
});
