import { useActionState } from 'react';
import { client } from './client.ts';
import { Trouble } from './trouble.tsx';

export function Login({ onLogin }: { readonly onLogin: () => void }) {
  const [error, logIn, isPending] = useActionState(async (_error: unknown, form: FormData) => {
    try {
      await client.login({
        email: `${form.get('email')}`,
        password: `${form.get('password')}`,
      });
      onLogin();
    } catch (error) {
      return error;
    }
  }, undefined);
  return (
    <form action={logIn}>
      <h1>Log in</h1>
      {error !== undefined && <Trouble error={error} />}
      <label>
        Email <input name="email" type="email" autoComplete="username" required />
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
