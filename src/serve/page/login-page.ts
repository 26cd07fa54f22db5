import { createElement } from './create-element.ts';
import { describeError } from './describe-error.ts';
import type { Login } from './kept-login.ts';
import { createNotice } from './notice.ts';
import type { Session } from './session.ts';

export interface LoginPageOptions {
  readonly session: Session;
  /** Why a login is needed, where it is not plain. */
  readonly reason?: string | undefined;
  onLogin(login: Login): void;
}

/** The two forms to get in with. What went wrong is said in them, and the email stays as typed. */
export function createLoginPage({ session, reason, onLogin }: LoginPageOptions): HTMLElement {
  const name = createField('name', 'Name', { autocomplete: 'name', maxlength: 100 });
  const email = createField('email', 'Email', { type: 'email', autocomplete: 'username' });
  const password = createField('password', 'Password', { type: 'password' });
  const hint = createElement(
    'p',
    { id: 'password-hint', class: 'subtle hint' },
    'From 10 to 30 characters.',
  );
  const submit = createElement('button', { type: 'submit', class: 'primary' });
  const other = createElement('button', { type: 'button', class: 'link', click: turn });
  const question = createElement('span', { class: 'subtle' });
  const cancel = createElement(
    'button',
    { type: 'button', class: 'quiet', hidden: true },
    'Cancel',
  );
  const message = createElement('div', { class: 'login-message' });
  if (reason !== undefined) message.append(createNotice({ title: reason }));
  let isSignup = false;
  let isBusy = false;

  function show(): void {
    name.element.hidden = !isSignup;
    name.input.required = isSignup;
    hint.hidden = !isSignup;
    password.input.autocomplete = isSignup ? 'new-password' : 'current-password';
    if (isSignup) password.input.setAttribute('aria-describedby', hint.id);
    else password.input.removeAttribute('aria-describedby');
    submit.textContent = isSignup ? 'Sign up' : 'Log in';
    other.textContent = isSignup ? 'Log in' : 'Sign up';
    question.textContent = isSignup ? 'Known here already?' : 'New here?';
  }

  function turn(): void {
    isSignup = !isSignup;
    message.replaceChildren();
    show();
    (isSignup ? name : email).input.focus();
  }

  async function enter(signal: AbortSignal): Promise<void> {
    const account = { email: email.input.value.trim(), password: password.input.value };
    if (isSignup) {
      await session.client.signup({ name: name.input.value.trim(), ...account }, { signal });
    }
    const { token } = await session.client.login(account, { signal });
    onLogin({ email: account.email, token });
  }

  async function send(): Promise<void> {
    if (isBusy) return;
    const controller = new AbortController();
    const finished = new AbortController();
    const trouble = createElement('p', { role: 'status' });
    isBusy = true;
    submit.textContent = isSignup ? 'Signing up…' : 'Logging in…';
    cancel.hidden = false;
    cancel.onclick = () => controller.abort();
    message.replaceChildren(trouble);
    for (const route of ['/auth/login', '/auth/signup']) {
      const tell = () => {
        trouble.textContent = 'The API does not answer. Trying again.';
      };
      session.onRetry(route, tell, finished.signal);
    }
    try {
      await enter(controller.signal);
    } catch (error) {
      message.replaceChildren();
      if (!controller.signal.aborted) {
        const { title, text } = describeError(error, isSignup ? 'signup' : 'login');
        message.append(createNotice({ title, text, isError: true }));
        password.input.select();
      }
    } finally {
      finished.abort();
      isBusy = false;
      show();
      if (document.activeElement === cancel) submit.focus();
      cancel.hidden = true;
    }
  }

  show();
  return createElement(
    'main',
    { class: 'login' },
    createElement(
      'form',
      {
        class: 'card',
        submit: (event) => {
          event.preventDefault();
          void send();
        },
      },
      createElement('h1', { class: 'wordmark' }, 'PromptCrafter'),
      createElement('p', { class: 'subtle' }, 'Your prompts, what models answered, and how well.'),
      message,
      name.element,
      email.element,
      password.element,
      hint,
      createElement('div', { class: 'actions' }, submit, cancel),
      createElement('p', { class: 'turn' }, question, ' ', other),
      !window.isSecureContext &&
        createElement(
          'p',
          { class: 'subtle hint' },
          'This connection is not encrypted: others on the way can read your password.',
        ),
    ),
  );
}

function createField(id: string, label: string, attributes: Record<string, string | number>) {
  const input = createElement('input', { id, required: true, ...attributes });
  const element = createElement('div', {}, createElement('label', { for: id }, label), input);
  return { input, element };
}
