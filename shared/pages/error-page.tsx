import { Dialog } from './classic/dialog.tsx';
import type { Page } from './page.ts';

/** The page for what cannot be told to an app, since no address of the app is proved. */
export const errorPage = (code: string | undefined): Page => ({
  title: 'Error',
  body: (
    <Dialog>
      {/* biome-ignore lint/a11y/useSemanticElements: tests of apps look for a paragraph. */}
      <p role="heading" aria-level={1}>
        An error was encountered with the requested page.
      </p>
      {code !== undefined && <p class="errorMessage-customizable">{code}</p>}
    </Dialog>
  ),
});
