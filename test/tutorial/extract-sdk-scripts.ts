/** A JavaScript block of a tutorial, and what it takes for granted. */
export interface PublishedScript {
  readonly code: string;
  /** The literal token, if it holds one. */
  readonly token?: string;
  /** The literal id of a prompt, if it holds one. */
  readonly promptId?: string;
  /** What it prints when all goes well: the first template that it logs. */
  readonly promised: RegExp;
}

/**
 * Finds the blocks below `##### **SDK**` in the tabs `#### **JavaScript**` of a Markdown text.
 *
 * @throws an Error when there is none, or when one prints nothing that could be checked.
 */
export function extractSdkScripts(markdown: string): PublishedScript[] {
  const scripts = toSections(markdown, 4)
    .filter(isAbout('JavaScript'))
    .flatMap((tab) => toSections(tab, 5).filter(isAbout('SDK')))
    .flatMap((section) =>
      Array.from(section.matchAll(/^```(?:javascript|js)\n(.*?)^```$/gms), ([, code = '']) => code),
    );
  if (scripts.length === 0) {
    throw new Error('Failed to read the tutorial: it has no JavaScript block for the SDK.');
  }
  return scripts.map(toPublishedScript);
}

/** The text cut before each heading of this level or a higher one. */
function toSections(text: string, level: number): string[] {
  return text.split(new RegExp(`^(?=#{1,${level}} )`, 'm'));
}

const isAbout = (title: string) => (section: string) =>
  new RegExp(`^#+ \\*\\*${title}\\*\\* *\n`).test(section);

function toPublishedScript(code: string): PublishedScript {
  const token = findLiteral(code, 'token');
  const promptId = findLiteral(code, 'promptId');
  const [, template] = /console\.log\(\s*`([^`]+)`/.exec(code) ?? [];
  if (template === undefined) {
    throw new Error('Failed to read the tutorial: a block for the SDK logs no template.');
  }
  const pattern = template
    .split(/\$\{[^}]*\}/)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('\\S+');
  return {
    code,
    promised: new RegExp(`^${pattern}$`, 'm'),
    ...(token !== undefined && { token }),
    ...(promptId !== undefined && { promptId }),
  };
}

function findLiteral(code: string, name: string): string | undefined {
  return new RegExp(`\\b${name} *= *(['"])(.+?)\\1`).exec(code)?.[2];
}
