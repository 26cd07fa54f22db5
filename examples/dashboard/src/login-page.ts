import { createElement } from './create-element.ts';
import { describeError } from './describe-error.ts';
import { createNotice } from './notice.ts';
import type { Session } from './session.ts';

export interface LoginPageOptions {
  readonly session: Session;
  /** Why a login is needed, where it is not plain. */
  readonly reason?: string | undefined;
  onLogin(email: string): void;
}

/** The form to log in with. What went wrong is said in it, and the email stays as it was typed. */
export function createLoginPage({ session, reason, onLogin }: LoginPageOptions): HTMLElement {
  const email = createElement('input', {
    id: 'email',
    type: 'email',
    autocomplete: 'username',
    required: true,
  });
  const password = createElement('input', {
    id: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
  });
  const submit = createElement('button', { type: 'submit', class: 'primary' }, 'Log in');
  const cancel = createElement(
    'button',
    { type: 'button', class: 'quiet', hidden: true },
    'Cancel',
  );
  const message = createElement('div', { class: 'login-message' });
  if (reason !== undefined) message.append(createNotice({ title: reason }));
  let isBusy = false;

  async function logIn(): Promise<void> {
    if (isBusy) return;
    const controller = new AbortController();
    const finished = new AbortController();
    const trouble = createElement('p', { role: 'status' });
    isBusy = true;
    submit.textContent = 'Logging in…';
    cancel.hidden = false;
    cancel.onclick = () => controller.abort();
    message.replaceChildren(trouble);
    session.onRetry(
      '/auth/login',
      () => {
        trouble.textContent = 'The API does not answer. Trying again.';
      },
      finished.signal,
    );
    try {
      await session.client.login(
        { email: email.value, password: password.value },
        { signal: controller.signal },
      );
      onLogin(email.value);
    } catch (error) {
      message.replaceChildren();
      if (!controller.signal.aborted) {
        const { title, text } = describeError(error);
        message.append(createNotice({ title, text, isError: true }));
        password.select();
      }
    } finally {
      finished.abort();
      isBusy = false;
      submit.textContent = 'Log in';
      if (document.activeElement === cancel) submit.focus();
      cancel.hidden = true;
    }
  }

  return createElement(
    'main',
    { class: 'login' },
    createElement(
      'form',
      {
        class: 'card',
        submit: (event) => {
          event.preventDefault();
          void logIn();
        },
      },
      createElement('h1', { class: 'wordmark' }, 'PromptCrafter'),
      createElement('p', { class: 'subtle' }, 'Your prompts, what models answered, and how well.'),
      message,
      createElement('label', { for: 'email' }, 'Email'),
      email,
      createElement('label', { for: 'password' }, 'Password'),
      password,
      createElement('div', { class: 'actions' }, submit, cancel),
    ),
  );
}
