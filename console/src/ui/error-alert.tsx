import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { ApiError } from '../api/errors.ts';

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
}

/** Why something failed, in the words of the API; nothing where nothing failed. */
export const ErrorAlert = ({ error, retry }: Props) => {
  if (error === undefined) return null;
  const name = error instanceof ApiError ? error.name : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  return (
    <Alert
      type="error"
      header={name}
      statusIconAriaLabel="Error"
      action={retry && <Button onClick={retry}>Try again</Button>}
    >
      <span className="gh-break">{message}</span>
    </Alert>
  );
};
