import { useEffect, useRef } from 'react';

interface Props {
  readonly html: string;
  readonly css: string;
  readonly title: string;
}

/**
 * A page of GetBrandingPreview. It is an attacker's in the worst case. So the frame runs no scripts, posts no forms, opens nothing
 * and leads nowhere: `sandbox` allows only that this page reaches into it, to give it its style sheet. The frame also has the
 * Content-Security-Policy of the console, which refuses styles in the document itself.
 */
export const PreviewFrame = ({ html, css, title }: Props) => {
  const frame = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const dress = (): void => {
      const { contentDocument: inside, contentWindow: view } = element;
      if (!inside || !view) return;
      // A style sheet can only be adopted by the document of the window that made it.
      const Sheet: unknown = Reflect.get(view, 'CSSStyleSheet');
      if (typeof Sheet !== 'function') return;
      const sheet: unknown = Reflect.construct(Sheet, []);
      if (!isSheet(sheet)) return;
      sheet.replaceSync(css);
      inside.adoptedStyleSheets = [sheet];
    };
    element.addEventListener('load', dress);
    element.srcdoc = html;
    return () => element.removeEventListener('load', dress);
  }, [html, css]);

  return <iframe ref={frame} title={title} className="gh-preview" sandbox="allow-same-origin" />;
};

// It is of the frame's own window, so `instanceof` does not know it.
const isSheet = (value: unknown): value is CSSStyleSheet =>
  typeof value === 'object' && value !== null && 'replaceSync' in value;
