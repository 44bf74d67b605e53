import '@cloudscape-design/global-styles/index.css';
import './ui/ui.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { applyTheme, isDark } from './app/theme.ts';
import { createSession } from './session/session.ts';

applyTheme(isDark());

const session = createSession();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App session={session} />
    </StrictMode>,
  );
}
// What the Back button brings back from memory may show what somebody saw who has signed out since.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

void session.start();
