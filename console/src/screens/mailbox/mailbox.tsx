import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { isAbort } from '../../api/errors.ts';
import { type MailboxMessage, readMailbox } from '../../api/mailbox.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { plainText } from './plain-text.ts';

const everyMs = 3000;
const mostShown = 50;

const useMessages = (to: string) => {
  const [state, setState] = useState<{ messages?: readonly MailboxMessage[]; error?: unknown }>({});
  useEffect(() => {
    const left = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      readMailbox(to, left.signal).then(
        (messages) => {
          if (left.signal.aborted) return;
          setState({ messages });
          timer = setTimeout(look, everyMs);
        },
        (error: unknown) => {
          if (!isAbort(error)) setState((last) => ({ ...last, error }));
        },
      );
    };
    look();
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [to]);
  return state;
};

const Message = ({ of: { to, channel, subject, body, text, code, sentAt } }: { readonly of: MailboxMessage }) => {
  const isHtml = channel === 'EMAIL' && /<[a-z!/][^>]*>/i.test(body);
  const shown = text ?? (isHtml ? plainText(body) : body);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              {channel === 'EMAIL' ? 'E-mail' : 'SMS'} to <span className="gh-break">{to}</span>,{' '}
              <Time at={Date.parse(sentAt) / 1000} />
            </>
          }
          actions={code !== undefined && <CopyButton text={code} what="the code" variant="button" />}
        >
          <span className="gh-break">{subject ?? 'SMS'}</span>
        </Header>
      }
    >
      <SpaceBetween size="s">
        {code !== undefined && <Box variant="strong">{code}</Box>}
        <div className="gh-break gh-lines">{shown}</div>
        {isHtml && (
          <ExpandableSection headerText="As HTML">
            <div className="gh-code">
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
              <section tabIndex={0} aria-label={`The HTML of ${subject ?? 'the message'}`}>
                <pre>{body}</pre>
              </section>
            </div>
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
};

/** What a laptop's stack sent: nothing of it left the machine. */
export const Screen = ({ query }: ScreenProps<'mailbox'>) => {
  const [typed, setTyped] = useState(query.get('to') ?? '');
  const [to, setTo] = useState(typed);
  const { messages, error } = useMessages(to);
  return (
    <Page
      title="Mailbox"
      description="E-mails and SMS of this stack, the latest first. None of them leaves this machine."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTo(typed.trim());
        }}
      >
        <SpaceBetween size="s">
          <TextField
            label="To"
            constraint="A whole address or number; empty for all."
            value={typed}
            onChange={setTyped}
          />
          <Button>Search</Button>
        </SpaceBetween>
      </form>
      <ErrorAlert error={error} />
      {messages?.length === 0 && <Alert type="info">No message was sent yet. One that comes is shown by itself.</Alert>}
      {messages !== undefined && messages.length > mostShown && (
        <Box color="text-body-secondary">{`The latest ${mostShown} of ${messages.length}.`}</Box>
      )}
      <SpaceBetween size="l">
        {messages?.slice(0, mostShown).map((message, index) => (
          <Message key={`${message.sentAt} ${messages.length - index}`} of={message} />
        ))}
      </SpaceBetween>
    </Page>
  );
};
