import type { Prompt } from '../../index.ts';
import { createElement } from './create-element.ts';
import { formatCount } from './format.ts';
import { loadInto, type PageContext } from './load-into.ts';
import { createNotice } from './notice.ts';
import { type Route, toCompareHash, toPromptHash } from './route.ts';

/** Prompts that are shown at first, and that each “Show more” adds. */
const pageSize = 100;

/** Milliseconds without a key after which a search begins. */
const typingPause = 150;

export interface PromptList {
  readonly element: HTMLElement;
  markCurrent(route: Route): void;
}

/** The prompts of the user, and a search in them. A search that is typed over is given up. */
export function createPromptList(context: PageContext): PromptList {
  const { session, signal } = context;
  const panel = createElement('div');
  const list = createElement('ul', { class: 'prompts' });
  const overview = createElement('a', { href: '#/' }, 'All prompts together');
  const compare = createElement('a', { href: toCompareHash('', '') }, 'Compare');
  const count = createElement('p', { class: 'subtle count', role: 'status' });
  const input = createElement('input', {
    id: 'search',
    type: 'search',
    autocomplete: 'off',
    placeholder: 'Words of a title, text or tag',
    input: () => search(typingPause),
  });
  let current = '';
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
        context.titles.add(prompts);
        show(prompts, query);
      },
    });
  }

  function show(prompts: readonly Prompt[], query: string): void {
    list.replaceChildren();
    showMore(prompts);
    const number = formatCount(prompts.length, 'prompt');
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

  function showMore(rest: readonly Prompt[]): void {
    list.append(...rest.slice(0, pageSize).map(createItem));
    mark();
    if (rest.length <= pageSize) return;
    const more = createElement('li', {});
    const click = () => {
      const next = rest.slice(pageSize);
      more.remove();
      const before = list.children.length;
      showMore(next);
      list.children[before]?.querySelector('a')?.focus();
    };
    const label = `Show more of ${formatCount(rest.length - pageSize, 'prompt')}`;
    more.append(createElement('button', { type: 'button', click }, label));
    list.append(more);
  }

  function clearSearch(): void {
    input.value = '';
    input.focus();
    search(0);
  }

  function mark(): void {
    for (const link of [overview, compare, ...list.querySelectorAll('a')]) {
      link.ariaCurrent = link.hash === current ? 'page' : null;
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
      createElement('div', { class: 'views' }, overview, compare),
      count,
      panel,
      list,
    ),
    markCurrent(route) {
      const hashes = { overview: overview.hash, compare: compare.hash };
      current = route.view === 'prompt' ? toPromptHash(route.promptId) : hashes[route.view];
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
