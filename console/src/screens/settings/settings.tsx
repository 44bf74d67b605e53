import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useState } from 'react';
import { navigate } from '../../router/location.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import type { DocumentName } from './documents.ts';
import { groups } from './groups/groups.ts';
import type { Settings } from './paths.ts';
import { SectionForm } from './section-form.tsx';

/** All settings of a pool, in groups. `?group=` names the one that is shown. */
export const Screen = ({ params, query }: ScreenProps<'pools/:pool/settings'>) => {
  const { pool } = params;
  const [known, setKnown] = useState<Readonly<Partial<Record<DocumentName, Settings>>>>({});
  const asked = query.get('group');
  const active = groups.find(({ id }) => id === asked) ?? groups[0];
  return (
    <Page title="Settings" description="Each group is saved by itself. What a form does not show stays as it is.">
      <Tabs
        ariaLabel="Groups of settings"
        activeTabId={active?.id ?? ''}
        onChange={({ detail }) => navigate(`${href('pools', pool, 'settings')}?group=${detail.activeTabId}`)}
        tabs={groups.map(({ id, title, sections }) => ({
          id,
          label: title,
          // What was begun in one group is still there after a look at another one.
          contentRenderStrategy: 'lazy',
          content: (
            <SpaceBetween size="l">
              {sections.map((section) => (
                <SectionForm
                  key={section.title}
                  poolId={pool}
                  section={section}
                  known={known[section.document]}
                  onSaved={(settings) => setKnown((last) => ({ ...last, [section.document]: settings }))}
                />
              ))}
            </SpaceBetween>
          ),
        }))}
      />
    </Page>
  );
};
