/** What the address asks for: one prompt, all of them together, or a comparison. */
export type Route =
  | { readonly view: 'overview' }
  | { readonly view: 'prompt'; readonly promptId: string }
  | { readonly view: 'compare'; readonly a: string; readonly b: string };

export function readRoute(hash: string): Route {
  const [path = '', query] = hash.split('?', 2);
  if (path === '#/compare') {
    const sides = new URLSearchParams(query);
    return { view: 'compare', a: sides.get('a') ?? '', b: sides.get('b') ?? '' };
  }
  const [, segment] = /^#\/prompts\/([^/]+)$/.exec(path) ?? [];
  const promptId = segment && decode(segment);
  return promptId ? { view: 'prompt', promptId } : { view: 'overview' };
}

/** The address of a prompt. Ids are opaque, so that any character may be in one. */
export function toPromptHash(promptId: string): string {
  return `#/prompts/${toSegment(promptId)}`;
}

/** The address of a comparison; a side that is empty is yet to be chosen. */
export function toCompareHash(a: string, b: string): string {
  const sides = new URLSearchParams({ ...(a && { a }), ...(b && { b }) });
  return a || b ? `#/compare?${sides}` : '#/compare';
}

/** Text as a part of an address. Half of a character, which an address cannot hold, is replaced. */
export const toSegment = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
