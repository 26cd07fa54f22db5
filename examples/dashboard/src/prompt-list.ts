import type { Prompt } from 'promptcrafter-client';
import { createElement } from './create-element.ts';
import { loadInto, type PageContext } from './load-into.ts';
import { createNotice } from './notice.ts';
import { toPromptHash } from './route.ts';

/** Milliseconds without a key after which a search begins. */
const typingPause = 150;

export interface PromptList {
  readonly element: HTMLElement;
  markCurrent(promptId: string | undefined): void;
}

/** The prompts of the user, and a search in them. A search that is typed over is given up. */
export function createPromptList(context: PageContext): PromptList {
  const { session, signal } = context;
  const panel = createElement('div');
  const list = createElement('ul', { class: 'prompts' });
  const overview = createElement('a', { href: '#/' }, 'All prompts together');
  const count = createElement('p', { class: 'subtle count', role: 'status' });
  const input = createElement('input', {
    id: 'search',
    type: 'search',
    autocomplete: 'off',
    placeholder: 'Words of a title, text or tag',
    input: () => search(typingPause),
  });
  let current: string | undefined;
  let typedOver = new AbortController();

  function search(delay: number): void {
    typedOver.abort();
    typedOver = new AbortController();
    const stale = AbortSignal.any([signal, typedOver.signal]);
    const timer = setTimeout(() => void load(input.value.trim(), stale), delay);
    stale.addEventListener('abort', () => clearTimeout(timer));
  }

  async function load(query: string, stale: AbortSignal): Promise<void> {
    const { client } = session;
    await loadInto(context, {
      panel,
      label: query ? 'Searching' : 'Loading prompts',
      route: query ? '/search' : '/prompts',
      signal: stale,
      async run(callSignal) {
        const prompts = query
          ? await client.searchPrompts(query, { signal: callSignal })
          : await client.getPrompts({ signal: callSignal });
        show(prompts, query);
      },
    });
  }

  function show(prompts: readonly Prompt[], query: string): void {
    list.replaceChildren(...prompts.map(createItem));
    mark();
    const number = prompts.length === 1 ? '1 prompt' : `${prompts.length} prompts`;
    count.textContent = query ? `${number} found` : number;
    if (prompts.length > 0) return;
    list.append(
      createElement(
        'li',
        {},
        query
          ? createNotice({
              title: `No prompt matches “${query}”`,
              text: 'Try fewer words, or parts of words.',
              action: { label: 'Show all prompts', onClick: clearSearch },
            })
          : createNotice({
              title: 'You have no prompts yet',
              text: 'Save one with client.createPrompt({ title, content, model }).',
              action: { label: 'Look again', onClick: clearSearch },
            }),
      ),
    );
  }

  function clearSearch(): void {
    input.value = '';
    input.focus();
    search(0);
  }

  function mark(): void {
    const hash = current === undefined ? overview.hash : toPromptHash(current);
    for (const link of [overview, ...list.querySelectorAll('a')]) {
      link.ariaCurrent = link.hash === hash ? 'page' : null;
    }
  }

  search(0);
  return {
    element: createElement(
      'nav',
      { class: 'side', 'aria-label': 'Prompts' },
      createElement(
        'form',
        { role: 'search', submit: (event) => event.preventDefault() },
        createElement('label', { for: 'search' }, 'Search prompts'),
        input,
      ),
      overview,
      count,
      panel,
      list,
    ),
    markCurrent(promptId) {
      current = promptId;
      mark();
    },
  };
}

function createItem({ _id, title, model, tags = [] }: Prompt): HTMLElement {
  return createElement(
    'li',
    {},
    createElement(
      'a',
      { href: toPromptHash(_id) },
      createElement('span', { class: 'prompt-title' }, title),
      createElement('span', { class: 'subtle' }, [model, ...tags].join(' · ')),
    ),
  );
}
