import { createElement } from './create-element.ts';

export interface NoticeOptions {
  readonly title: string;
  readonly text?: string;
  /** Errors are read out at once. */
  readonly isError?: boolean;
  readonly action?: { readonly label: string; readonly onClick: () => void } | undefined;
}

/** Says in place of some content why it is not there, and what can be done. */
export function createNotice({ title, text, isError, action }: NoticeOptions): HTMLElement {
  return createElement(
    'div',
    { class: isError ? 'notice notice-error' : 'notice', role: isError && 'alert' },
    createElement('p', { class: 'notice-title' }, title),
    text !== undefined && createElement('p', {}, text),
    action &&
      createElement('button', { type: 'button', click: () => action.onClick() }, action.label),
  );
}
