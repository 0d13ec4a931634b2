import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { SpeechProvider } from './i18n/language';
import { applyTheme } from './shell/theme';
import './styles/tokens.css';
import './styles/base.css';
import './shell/shell.css';

applyTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <SpeechProvider>
      <App />
    </SpeechProvider>
  </StrictMode>,
);
