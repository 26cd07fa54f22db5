import { type Log, NotFoundError } from 'promptcrafter-client';
import { useActionState, useCallback, useState } from 'react';
import { client } from './client.ts';
import { Trouble } from './trouble.tsx';
import { useAnswer } from './use-answer.ts';

export function Logs({ promptId }: { readonly promptId: string }) {
  const ask = useCallback((signal: AbortSignal) => getLogs(promptId, signal), [promptId]);
  const { value: logs, error } = useAnswer<Log[]>(ask);
  const [added, setAdded] = useState<readonly Log[]>([]);
  if (error) return <Trouble error={error} />;
  if (!logs) return <p>Loading the logs…</p>;
  const all = [...logs, ...added];
  return (
    <>
      <h1>{all.length === 1 ? '1 log' : `${all.length} logs`}</h1>
      <ul>
        {all.map(({ _id, output, modelUsed, score }) => (
          <li key={_id}>
            {output} ({modelUsed}, {score ?? 'no score'})
          </li>
        ))}
      </ul>
      <NewLog promptId={promptId} onCreated={(log) => setAdded((added) => [...added, log])} />
    </>
  );
}

/** The API answers 404 where a prompt has no logs yet. */
async function getLogs(promptId: string, signal: AbortSignal): Promise<Log[]> {
  try {
    return await client.getLogsByPrompt(promptId, { signal });
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

interface NewLogProps {
  readonly promptId: string;
  readonly onCreated: (log: Log) => void;
}

function NewLog({ promptId, onCreated }: NewLogProps) {
  const [error, create, isPending] = useActionState(async (_error: unknown, form: FormData) => {
    try {
      const output = `${form.get('output')}`;
      onCreated(await client.createLog({ promptId, output, modelUsed: 'gpt-4o' }));
    } catch (error) {
      return error;
    }
  }, undefined);
  return (
    <form action={create}>
      {error !== undefined && <Trouble error={error} />}
      <label>
        What gpt-4o answered <textarea name="output" required />
      </label>
      <button type="submit" disabled={isPending}>
        Save the log
      </button>
    </form>
  );
}
