import { createDashboard } from './dashboard.ts';
import { forgetLogin, keepLogin, type Login, readLogin } from './kept-login.ts';
import { createLoginPage } from './login-page.ts';
import { createPromptTitles } from './prompt-titles.ts';
import { createSession } from './session.ts';

const page = document.querySelector('#page') as HTMLElement;

/** Every login begins with a client of its own: what the last one held is gone with it. */
function showLogin(reason?: string): void {
  document.title = 'PromptCrafter';
  page.replaceChildren(
    createLoginPage({
      session: createSession(),
      reason,
      onLogin(login) {
        keepLogin(login);
        showDashboard(login);
      },
    }),
  );
  page.querySelector<HTMLElement>('#email')?.focus();
}

function showDashboard(login: Login): void {
  const closed = new AbortController();
  const leave = (why?: string) => {
    if (closed.signal.aborted) return;
    closed.abort();
    forgetLogin();
    showLogin(why);
  };
  page.replaceChildren(
    createDashboard({
      session: createSession(login),
      titles: createPromptTitles(),
      login,
      signal: closed.signal,
      onLogout() {
        history.replaceState(null, '', '#/');
        leave();
      },
      onExpired: () => leave('Your session has expired. Log in again to go on where you were.'),
    }),
  );
}

const login = readLogin();
if (login) showDashboard(login);
else showLogin();
