import PromptCrafterClient, { type Log, type PromptCrafterError } from 'promptcrafter-client';

// @ts-expect-error an option that does not exist
export const unknownOption = new PromptCrafterClient({ baseURL: 'https://api.example.com' });
// @ts-expect-error a token that is no text
export const numericToken = new PromptCrafterClient({ token: 5 });
// @ts-expect-error a level that does not exist
export const unknownLevel = new PromptCrafterClient({ logLevel: 'verbose' });

const client = new PromptCrafterClient({ token: undefined });

// @ts-expect-error a log without its output
await client.createLog({ promptId: 'p', modelUsed: 'm' });
// @ts-expect-error a score as text
await client.createLog({ promptId: 'p', output: '', modelUsed: 'm', score: '7' });
// @ts-expect-error a field that is not sent
await client.createLog({ promptId: 'p', output: '', modelUsed: 'm', rating: 7 });
// @ts-expect-error an id that is a number
await client.getPromptById(104);
// @ts-expect-error a change without an id
await client.updatePrompt({ title: 'Title' });
// @ts-expect-error a signal that is no signal
await client.getLogs({ signal: new AbortController() });

declare const log: Log;
// @ts-expect-error a score may be absent
export const score: number = log.score;
// @ts-expect-error absent is not the same as undefined
export const copy: Log = { ...log, notes: undefined };

declare const error: PromptCrafterError;
// @ts-expect-error a status may be absent
export const status: number = error.status;
// @ts-expect-error nobody changes an error
error.outcome = 'unknown';
