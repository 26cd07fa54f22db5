import { readdirSync } from 'node:fs';
import type { Application, DocumentReflection } from 'typedoc';

/** The guides that a reader takes one after the other. */
const inOrder = [
  'guides/quick-start.md',
  'guides/errors.md',
  'guides/retries.md',
  'guides/timeouts.md',
  'guides/authentication.md',
  'guides/many.md',
  'guides/queue.md',
  'guides/meta.md',
  'guides/prompts.md',
  'guides/log-what-your-models-answer.md',
  'guides/hooks.md',
  'guides/refine-a-prompt.md',
  'guides/compare-two-prompts.md',
  'guides/regression-suite.md',
  'guides/browsers.md',
  'guides/runtimes.md',
  'examples/testing-your-application/README.md',
  'guides/command-line.md',
  'guides/move-logs.md',
  'guides/serve.md',
  'guides/run-for-a-team.md',
  'guides/mcp.md',
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

/** A TypeDoc plugin: the guides become pages of the reference, each named by its heading. */
export function load(app: Application): void {
  app.on('bootstrapEnd', () => {
    app.options.setValue('projectDocuments', [...guides, 'CHANGELOG.md', 'CONTRIBUTING.md']);
  });
  app.converter.on('createDocument', (_context: unknown, page) => {
    page.name = findHeading(page);
  });
  // A link to the README is one to a folder, which leads nowhere without a server.
  app.renderer.on('endPage', (page) => {
    page.contents = String(page.contents).replace(/(href="(?:\.\.\/)+)(?=[#"])/g, '$1index.html');
  });
}

function findHeading({ name, content }: DocumentReflection): string {
  const text = content.map((part) => part.text).join('');
  const [, heading] = /^# (.+)$/m.exec(text) ?? [];
  if (heading === undefined) throw new Error(`Failed to name ${name}: it has no heading. Add one.`);
  return heading;
}
