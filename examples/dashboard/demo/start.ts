/** Opens the API in memory with something to look at, and the page on it. */
import { fileURLToPath } from 'node:url';
import { createTestApi } from 'promptcrafter-client/testing';
import { createServer } from 'vite';
import { demoUser, newcomer, seedDemo } from './seed-demo.ts';

const api = createTestApi();
seedDemo(api, Date.now());
const listener = await api.listen();

process.env.VITE_API_URL = listener.url;
const vite = await createServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  clearScreen: false,
});
await vite.listen();

console.log(`
  Page   ${vite.resolvedUrls?.local[0]}
  Login  ${demoUser.email}, password ${demoUser.password}
         ${newcomer.email}, password ${newcomer.password}: a user without prompts
  API    ${listener.url}, in memory: what is changed is gone with it
`);

async function stop(): Promise<void> {
  await vite.close();
  await listener.close();
  process.exit();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
