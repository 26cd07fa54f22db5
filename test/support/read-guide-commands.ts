import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

/** The shell commands of a guide's section, block by block. */
export function readGuideCommands(guide: string, heading: string): string[] {
  const text = readFileSync(join(projectRoot, 'guides', guide), 'utf8');
  const section = text.split(/^(?=#+ )/m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return Array.from(section.matchAll(/^```sh\n(.*?)^```$/gms), ([, commands = '']) => commands);
}
