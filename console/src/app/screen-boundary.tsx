import { Component, type ReactNode } from 'react';
import { ErrorAlert } from '../ui/error-alert.tsx';

interface Props {
  readonly children: ReactNode;
}

/** Shows what broke a screen in its place. Everything around it still works. */
export class ScreenBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <ErrorAlert error={this.state.error} retry={() => location.reload()} />;
  }
}
