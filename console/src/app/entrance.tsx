import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { Session, SessionState } from '../session/session.ts';

interface Props {
  readonly session: Session;
  readonly state: Exclude<SessionState, { readonly status: 'signed-in' | 'ended' }>;
}

const Message = ({ session, state }: Props) => {
  switch (state.status) {
    case 'starting':
      return (
        <>
          <Spinner /> You are being signed in …
        </>
      );
    case 'nobody':
      return (
        <SpaceBetween size="s">
          <p>
            This deployment has no operators. Whoever holds an access key for all pools names them by
            SetOperatorConfiguration: a user pool, an app client of it, and the groups of those who may administer.
          </p>
          <Button onClick={() => location.reload()}>Try again</Button>
        </SpaceBetween>
      );
    case 'refused':
      return (
        <SpaceBetween size="s">
          <p role="alert" className="gh-break">
            {state.message}
          </p>
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" onClick={() => void (state.asAnother ? session.signOut() : session.signIn())}>
              {state.asAnother ? 'Sign in as somebody else' : 'Sign in'}
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      );
  }
};

/** What there is to see before somebody is signed in. */
export const Entrance = ({ session, state }: Props) => (
  <main>
    <Box padding="xxl">
      <Container header={<Header variant="h1">Gatehouse console</Header>}>
        <Message session={session} state={state} />
      </Container>
    </Box>
  </main>
);
