import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { CopyButton } from './copy-button.tsx';

interface Props {
  readonly operation: string;
  /** Without secrets. */
  readonly request: unknown;
  readonly command: string;
}

const Shown = ({ what, text }: { readonly what: string; readonly text: string }) => (
  <div className="gh-code">
    <CopyButton text={text} what={what} />
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
    <section tabIndex={0} aria-label={what}>
      <pre>{text}</pre>
    </section>
  </div>
);

/** One call of the API, as JSON and as the command that does the same. */
export const CallShown = ({ operation, request, command }: Props) => (
  <SpaceBetween size="xs">
    <Box variant="strong">{operation}</Box>
    <Shown what={`the request of ${operation}`} text={JSON.stringify(request, null, 2)} />
    <Shown what={`the command for ${operation}`} text={command} />
  </SpaceBetween>
);
