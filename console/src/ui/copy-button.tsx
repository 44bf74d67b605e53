import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';

interface Props {
  readonly text: string;
  /** What is copied, as in "Copy the command". */
  readonly what: string;
  /** `inline` shows the text, too. */
  readonly variant?: 'icon' | 'inline' | 'button';
}

/** Copies a text, and says that it did. */
export const CopyButton = ({ text, what, variant = 'icon' }: Props) => (
  <CopyToClipboard
    variant={variant}
    copyButtonAriaLabel={`Copy ${what}`}
    {...(variant === 'button' && { copyButtonText: `Copy ${what}` })}
    copySuccessText="Copied"
    copyErrorText="The browser did not allow it"
    textToCopy={text}
  />
);
