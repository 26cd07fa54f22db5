import { type Log, NotFoundError } from 'promptcrafter-client';
import { useCallback, useState } from 'react';
import { client } from './client.ts';
import { NewLog } from './new-log.tsx';
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
