import ReactDOM from 'react-dom/client';
import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { startInTheReadersLanguage } from './language';
import { navigation } from './navigation';
import { signIn } from './signIn';
import '@backstage/ui/css/styles.css';

startInTheReadersLanguage();
// The other plugins are found by themselves (app.packages: all).
const app = createApp({ features: [catalogPlugin, navigation, signIn] });

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
