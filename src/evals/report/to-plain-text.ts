import { escapeControls } from '../../core/escape-controls.ts';

/** A stored text on one line of a terminal, which it cannot control, cut where it is long. */
export function toPlainText(text: string, longest = 200): string {
  const characters = Array.from(text.replace(/\s+/gu, ' ').trim());
  const cut = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
  return escapeControls(cut.replace(/\s+/gu, ' ').trim());
}
