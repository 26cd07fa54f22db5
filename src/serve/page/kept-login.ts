/** Who is logged in. */
export interface Login {
  readonly email: string;
  readonly token: string;
}

const key = 'promptcrafter-login';

/** The login of this tab: kept over a reload, gone with the tab. Other tabs do not see it. */
export function readLogin(): Login | undefined {
  try {
    const login: unknown = JSON.parse(sessionStorage.getItem(key) ?? '');
    const { email, token } = login as Partial<Record<keyof Login, unknown>>;
    return typeof email === 'string' && typeof token === 'string' ? { email, token } : undefined;
  } catch {
    return undefined;
  }
}

export function keepLogin(login: Login): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(login));
  } catch {
    // Without storage the login lasts until the page is loaded again.
  }
}

export function forgetLogin(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}
