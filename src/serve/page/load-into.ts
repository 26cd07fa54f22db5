import { createElement } from './create-element.ts';
import { describeError } from './describe-error.ts';
import { createNotice } from './notice.ts';
import type { PromptTitles } from './prompt-titles.ts';
import type { Session } from './session.ts';

/** What the parts of the page are given. */
export interface PageContext {
  readonly session: Session;
  readonly titles: PromptTitles;
  /** Aborted when the page is left; every call of the page ends with it. */
  readonly signal: AbortSignal;
  onExpired(): void;
}

export interface LoadOptions {
  /** Where to say that it is under way, or what went wrong. */
  readonly panel: HTMLElement;
  /** What is under way: “Loading logs”. */
  readonly label: string;
  /** The route of the call, by which its retries are known. */
  readonly route: string;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Makes the call and shows what it delivers. `progress` may be given a text. */
  run(signal: AbortSignal, progress: (text: string) => void): Promise<void>;
  /** A description of its own for some errors; the others get the usual one. */
  describe?(error: unknown, again: () => void): HTMLElement | undefined;
}

/** Makes a call that can be seen, given up, and tried again. */
export async function loadInto(context: PageContext, options: LoadOptions): Promise<void> {
  const { panel, label, route, describe } = options;
  const cancelled = new AbortController();
  const finished = new AbortController();
  const again = () => void loadInto(context, options);

  const text = createElement('span', {}, `${label}…`);
  const cancel = createElement(
    'button',
    { type: 'button', class: 'quiet', click: () => cancelled.abort() },
    'Cancel',
  );
  const trouble = createElement('span', { role: 'status' });
  panel.replaceChildren(
    createElement('div', { class: 'busy' }, createElement('span', {}, text, trouble), cancel),
  );
  context.session.onRetry(
    route,
    ({ attempt, error }) => {
      const reason = error === 'ServerError' ? 'has a problem' : 'does not answer';
      trouble.textContent = ` The API ${reason}. Trying again, attempt ${attempt + 1}.`;
    },
    finished.signal,
  );

  try {
    await options.run(AbortSignal.any([options.signal, cancelled.signal]), (progress) => {
      text.textContent = progress;
    });
    panel.replaceChildren();
  } catch (error) {
    if (options.signal.aborted) return;
    const hadFocus = panel.contains(document.activeElement);
    if (isExpired(error)) return context.onExpired();
    panel.replaceChildren(
      cancelled.signal.aborted
        ? createNotice({
            title: `${label}: cancelled`,
            action: { label: 'Load again', onClick: again },
          })
        : (describe?.(error, again) ?? createErrorNotice(error, again)),
    );
    // The button that had the focus is gone; the one in its place takes it.
    if (hadFocus) panel.querySelector('button')?.focus();
  } finally {
    finished.abort();
  }
}

/** Whether the API no longer knows the token. */
export const isExpired = (error: unknown): boolean =>
  (error as { readonly name?: unknown }).name === 'AuthenticationError';

export function createErrorNotice(error: unknown, again: () => void): HTMLElement {
  const { title, text, mayPass } = describeError(error);
  const action = mayPass ? { label: 'Try again', onClick: again } : undefined;
  return createNotice({ title, text, isError: true, action });
}
