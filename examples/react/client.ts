import PromptCrafterClient from 'promptcrafter-client';

/** One for the page: it carries the token of whoever has logged in, in memory alone. */
export const client = new PromptCrafterClient({ baseUrl: import.meta.env.VITE_API_URL });
