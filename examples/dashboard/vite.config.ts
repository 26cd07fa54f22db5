import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { createSecurityHeaders } from './security-headers.ts';

const hostedApi = 'https://promptcrafter-production.up.railway.app';

export default defineConfig({
  build: {
    target: 'es2022',
    // The policy lets fonts and images come from files only, not from `data:` addresses.
    assetsInlineLimit: 0,
  },
  server: {
    // The package is a link to the folder above; a page on the published one needs no leave.
    fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] },
  },
  preview: { headers: createSecurityHeaders(process.env.VITE_API_URL ?? hostedApi) },
});
