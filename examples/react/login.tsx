import { useActionState } from 'react';
import { client } from './client.ts';
import { Trouble } from './trouble.tsx';

/** What a login that failed leaves behind: React empties a form once its action is done. */
interface Failed {
  readonly error: unknown;
  readonly email: string;
}

export function Login({ onLogin }: { readonly onLogin: () => void }) {
  const [failed, logIn, isPending] = useActionState(
    async (_before: Failed | undefined, form: FormData) => {
      const email = `${form.get('email')}`;
      try {
        await client.login({ email, password: `${form.get('password')}` });
        onLogin();
      } catch (error) {
        return { error, email };
      }
    },
    undefined,
  );
  return (
    <form action={logIn}>
      <h1>Log in</h1>
      {failed && <Trouble error={failed.error} />}
      <label>
        Email{' '}
        <input
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={failed?.email}
          required
        />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button type="submit" disabled={isPending}>
        Log in
      </button>
    </form>
  );
}
