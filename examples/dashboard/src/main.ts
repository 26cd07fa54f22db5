import './styles/fonts.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/login.css';
import './styles/dashboard.css';
import './styles/report.css';
import { createDashboard } from './dashboard.ts';
import { createLoginPage } from './login-page.ts';
import { createSession } from './session.ts';

const page = document.querySelector('#page') as HTMLElement;

/** Every login begins with a client of its own: what the last one held is gone with it. */
function showLogin(reason?: string): void {
  const session = createSession();
  page.replaceChildren(
    createLoginPage({ session, reason, onLogin: (email) => showDashboard(email) }),
  );
  page.querySelector('input')?.focus();

  function showDashboard(email: string): void {
    const closed = new AbortController();
    const leave = (why?: string) => {
      if (closed.signal.aborted) return;
      closed.abort();
      showLogin(why);
    };
    page.replaceChildren(
      createDashboard({
        session,
        email,
        signal: closed.signal,
        onLogout() {
          history.replaceState(null, '', '#/');
          leave();
        },
        onExpired: () => leave('Your session has expired. Log in again to go on where you were.'),
      }),
    );
  }
}

showLogin();
