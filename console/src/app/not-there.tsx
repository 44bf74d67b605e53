import Link from '@cloudscape-design/components/link';
import { href } from '../router/paths.ts';
import { Page } from '../ui/page.tsx';

/** For an address that no screen has. */
export const NotThere = () => (
  <Page title="There is no such screen">
    <p>
      The address may be wrong, or of another version. <Link href={href('pools')}>Go to the user pools</Link>
    </p>
  </Page>
);
