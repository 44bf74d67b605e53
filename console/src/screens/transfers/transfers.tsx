import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useServices } from '../../api/context.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Page } from '../../ui/page.tsx';
import { Exports } from './exports.tsx';
import { Imports } from './imports.tsx';

interface Told {
  readonly what: string;
  readonly command: string;
}

// Files go between your machine and the store of files. Browsers reach no other host from here.
const commandsFor = (pool: string, endpoint: string): readonly Told[] => [
  { what: 'Import a CSV file', command: `npx gatehouse-pools import csv ${pool} users.csv --endpoint ${endpoint}` },
  { what: 'Make a key pair for exports', command: 'npx gatehouse-pools keys make-export-key backup' },
  {
    what: 'Export everything into a file',
    command: `npx gatehouse-pools export start ${pool} --public-key backup.public.json --out pool.export --endpoint ${endpoint}`,
  },
];

/** Many users at once: files that come in, and everything of the pool that goes out. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/transfers'>) => {
  const { place } = useServices();
  return (
    <Page
      title="Import and export"
      description="Many users at once: in from a file, and out with everything they have."
    >
      <Container
        header={
          <Header
            variant="h2"
            description="Files go from your machine straight to the store of files. This page may not speak to it, so a command does."
          >
            By a command
          </Header>
        }
      >
        <SpaceBetween size="s">
          {commandsFor(pool, place.endpoint).map(({ what, command }) => (
            <div key={what}>
              <div>{what}</div>
              <CopyButton text={command} what={`the command: ${what}`} variant="inline" />
            </div>
          ))}
        </SpaceBetween>
      </Container>
      <Imports pool={pool} />
      <Exports pool={pool} />
    </Page>
  );
};
