/** What the address asks for: one prompt, or all of them together. */
export interface Route {
  readonly promptId?: string;
}

export function readRoute(hash: string): Route {
  const [, segment] = /^#\/prompts\/([^/]+)$/.exec(hash) ?? [];
  if (segment === undefined) return {};
  try {
    return { promptId: decodeURIComponent(segment) };
  } catch {
    return {};
  }
}

/** The address of a prompt. Ids are opaque, so that any character may be in one. */
export function toPromptHash(promptId: string): string {
  return `#/prompts/${encodeURIComponent(promptId)}`;
}
