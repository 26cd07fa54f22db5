import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOpenApiDocument } from '../src/api/openapi/create-openapi-document.ts';
import { toPostmanCollection } from './to-postman-collection.ts';

const hosted = {
  url: 'https://promptcrafter-production.up.railway.app',
  description: 'The hosted API.',
};
const local = {
  url: 'http://127.0.0.1:8787',
  description: 'A server of your own: npx promptcrafter-client serve',
};

/** Writes what the package says of the API for other tools: `openapi.json` and `postman.json`. */
export function writeDescriptions(folder: string, version: string): void {
  const document = createOpenApiDocument({ version, servers: [hosted, local] });
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'openapi.json'), document);
  writeJson(join(folder, 'postman.json'), toPostmanCollection(document, local.url));
}

function writeJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
