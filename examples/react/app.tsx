import type { Prompt } from 'promptcrafter-client';
import { useState } from 'react';
import { client } from './client.ts';
import { Login } from './login.tsx';
import { Logs } from './logs.tsx';
import { Trouble } from './trouble.tsx';
import { useAnswer } from './use-answer.ts';

export function App() {
  const [isLoggedIn, setLoggedIn] = useState(false);
  return <main>{isLoggedIn ? <Prompts /> : <Login onLogin={() => setLoggedIn(true)} />}</main>;
}

const askForPrompts = (signal: AbortSignal) => client.getPrompts({ signal });

function Prompts() {
  const { value: prompts, error } = useAnswer<Prompt[]>(askForPrompts);
  const [chosen, setChosen] = useState<string>();
  if (error) return <Trouble error={error} />;
  if (!prompts) return <p>Loading the prompts…</p>;
  const promptId = chosen ?? prompts[0]?._id;
  if (promptId === undefined) return <p>You have no prompts yet.</p>;
  return (
    <>
      <label>
        Prompt{' '}
        <select value={promptId} onChange={({ target }) => setChosen(target.value)}>
          {prompts.map(({ _id, title }) => (
            <option key={_id} value={_id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <Logs key={promptId} promptId={promptId} />
    </>
  );
}
