import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Application, DocumentReflection } from 'typedoc';

/** The guide about `promptcrafter-client/testing`, beside the example that it explains. */
const testingGuide = 'examples/testing-your-application/README.md';

/** The guides that a reader takes one after the other. */
const inOrder = [
  'guides/quick-start.md',
  'guides/errors.md',
  'guides/retries.md',
  'guides/timeouts.md',
  'guides/authentication.md',
  'guides/many.md',
  'guides/browsers.md',
  testingGuide,
  'guides/migrating-from-fetch.md',
];

/** All guides, in the order in which the site lists them; those without a place come last. */
export const guides = [
  ...inOrder,
  ...readdirSync(new URL('../guides/', import.meta.url))
    .map((file) => `guides/${file}`)
    .filter((file) => file.endsWith('.md') && !inOrder.includes(file))
    .sort(),
];

/** What the project tells of itself. */
const projectPages = ['CHANGELOG.md', 'CONTRIBUTING.md'];

/** A TypeDoc plugin: the guides become pages of the reference, each named by its heading. */
export function load(app: Application): void {
  app.on('bootstrapEnd', () => {
    const pages = [...guides, ...projectPages].filter((page) => isThere(app, page));
    app.options.setValue('projectDocuments', pages);
  });
  app.converter.on('createDocument', (_context: unknown, page) => {
    page.name = findHeading(page);
  });
  // A link to the README is one to a folder, which leads nowhere without a server.
  app.renderer.on('endPage', (page) => {
    page.contents = String(page.contents).replace(/(href="(?:\.\.\/)+)(?=[#"])/g, '$1index.html');
  });
}

/** Whether a page can be added. One that the package calls for must be there. */
function isThere(app: Application, page: string): boolean {
  if (existsSync(page)) return true;
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (page !== testingGuide || './testing' in exports) {
    app.logger.error(`Failed to add ${page} to the site: it is not there. Write it.`);
  } else {
    app.logger.info(`Left out ${page}: the package does not publish ./testing yet.`);
  }
  return false;
}

function findHeading({ name, content }: DocumentReflection): string {
  const text = content.map((part) => part.text).join('');
  const [, heading] = /^# (.+)$/m.exec(text) ?? [];
  if (heading === undefined) throw new Error(`Failed to name ${name}: it has no heading. Add one.`);
  return heading;
}
