import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

// The words of the API. Others are shown without a judgement.
const kinds: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  ACTIVE: 'success',
  CONFIRMED: 'success',
  DELIVERED: 'success',
  Enabled: 'success',
  FINISHED: 'success',
  Pass: 'success',
  Succeeded: 'success',
  COPYING: 'in-progress',
  CREATING: 'in-progress',
  FINISHING: 'in-progress',
  InProgress: 'in-progress',
  PENDING: 'pending',
  Pending: 'pending',
  PREPARING: 'in-progress',
  ROLLING_BACK: 'in-progress',
  UPDATING: 'in-progress',
  BLOCKED: 'warning',
  FORCE_CHANGE_PASSWORD: 'warning',
  RESET_REQUIRED: 'warning',
  SWITCHED: 'warning',
  UNCONFIRMED: 'warning',
  Disabled: 'stopped',
  ROLLED_BACK: 'stopped',
  Stopped: 'stopped',
  FAILED: 'error',
  Fail: 'error',
  Failed: 'error',
};

/** A status in the API's own word, with a sign of what it means. */
export const Status = ({ of }: { readonly of: string | undefined }) =>
  of === undefined ? <>-</> : <StatusIndicator type={kinds[of] ?? 'info'}>{of}</StatusIndicator>;
