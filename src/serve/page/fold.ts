import { createElement } from './create-element.ts';

/** Characters that are shown of a text before it is opened. */
const shown = 420;

/** A text of any length: the beginning of a long one, and a button for the rest. */
export function createFold(text: string, attributes: { class: string }): HTMLElement {
  const body = createElement('p', { ...attributes, dir: 'auto' });
  if (text.length <= shown * 1.25) {
    body.textContent = text;
    return body;
  }
  let isOpen = false;
  const button = createElement('button', { type: 'button', class: 'quiet', click: toggle });
  function toggle(): void {
    isOpen = !isOpen;
    show();
  }
  function show(): void {
    body.textContent = isOpen ? text : toBeginning(text, shown);
    button.textContent = isOpen ? 'Show less' : 'Show all';
    button.ariaExpanded = `${isOpen}`;
  }
  show();
  return createElement('div', { class: 'fold' }, body, button);
}

/** The beginning of a text, with a sign that it goes on. */
export function toBeginning(text: string, length: number): string {
  if (text.length <= length) return text;
  // A cut in the middle of a character would leave half of it.
  return `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}
