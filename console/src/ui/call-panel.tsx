import Box from '@cloudscape-design/components/box';
import HelpPanel from '@cloudscape-design/components/help-panel';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useSyncExternalStore } from 'react';
import { useServices } from '../api/context.ts';
import { CallShown } from './call-shown.tsx';

/** "How to do the same": the calls of this screen, the latest first, as JSON and as commands. */
export const CallPanel = () => {
  const { log } = useServices();
  const calls = useSyncExternalStore(log.subscribe, log.all);
  return (
    <HelpPanel header={<h2>How to do the same</h2>}>
      <p>All that this screen does is in these calls of the API. Whoever holds an access key may make them, too.</p>
      {calls.length === 0 ? (
        <p>No call was made yet.</p>
      ) : (
        <SpaceBetween size="l">
          {calls.map(({ id, operation, request, command, at, refusal }) => (
            <SpaceBetween key={id} size="xxs">
              <CallShown operation={operation} request={request} command={command} />
              <Box color="text-body-secondary" fontSize="body-s">
                <StatusIndicator type={refusal ? 'error' : 'success'}>{refusal ?? 'Answered'}</StatusIndicator>{' '}
                {new Date(at).toLocaleTimeString()}
              </Box>
            </SpaceBetween>
          ))}
        </SpaceBetween>
      )}
    </HelpPanel>
  );
};
