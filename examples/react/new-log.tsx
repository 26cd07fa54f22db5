import type { Log } from 'promptcrafter-client';
import { useActionState } from 'react';
import { client } from './client.ts';
import { Trouble } from './trouble.tsx';

interface NewLogProps {
  readonly promptId: string;
  readonly onCreated: (log: Log) => void;
}

/** What a call that failed leaves behind: React empties a form once its action is done. */
interface Failed {
  readonly error: unknown;
  readonly output: string;
}

export function NewLog({ promptId, onCreated }: NewLogProps) {
  const [failed, create, isPending] = useActionState(
    async (_before: Failed | undefined, form: FormData) => {
      const output = `${form.get('output')}`;
      try {
        onCreated(await client.createLog({ promptId, output, modelUsed: 'gpt-4o' }));
      } catch (error) {
        return { error, output };
      }
    },
    undefined,
  );
  return (
    <form action={create}>
      {failed && <Trouble error={failed.error} />}
      <label>
        What gpt-4o answered <textarea name="output" defaultValue={failed?.output} required />
      </label>
      <button type="submit" disabled={isPending}>
        Save the log
      </button>
    </form>
  );
}
