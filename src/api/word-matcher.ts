/** Looks for words, be they parts of longer ones, in one text. */
export interface WordScan {
  /** How many different words were found so far. */
  readonly found: number;
  /** Reads the next part of the text; a word may lie across two parts. */
  read(part: string): void;
}

export interface WordMatcher {
  /** How many words there are to find. */
  readonly size: number;
  /** How many of them are in a text. */
  count(text: string): number;
  scan(): WordScan;
}

/** One state for each beginning of a word: what was read last, as far as it matters. */
interface State {
  readonly next: Map<number, State>;
  /** The state of the longest other beginning that this one ends with. */
  fallback: State | undefined;
  isWord: boolean;
}

const createState = (): State => ({ next: new Map(), fallback: undefined, isWord: false });

/**
 * Finds any number of words in one pass over a text, so that a search takes as long as the text and
 * the query are, and not the product of the two. Aho, Corasick: "Efficient string matching", 1975.
 */
export function createWordMatcher(words: readonly string[]): WordMatcher {
  const size = new Set(words).size;
  const root = createTrie(words);
  linkFallbacks(root);
  const isFirst = new Uint8Array(2 ** 16);
  for (const code of root.next.keys()) isFirst[code] = 1;
  const scan = () => createScan(root, isFirst, size);
  return {
    size,
    scan,
    count(text) {
      const one = scan();
      one.read(text);
      return one.found;
    },
  };
}

function createTrie(words: readonly string[]): State {
  const root = createState();
  for (const word of words) {
    let state = root;
    for (let index = 0; index < word.length; index += 1) {
      const code = word.charCodeAt(index);
      const known = state.next.get(code) ?? createState();
      state.next.set(code, known);
      state = known;
    }
    state.isWord = true;
  }
  return root;
}

/** Breadth first: the fallback of a state is shorter than it, and complete before it. */
function linkFallbacks(root: State): void {
  const queue = [root];
  for (const state of queue) {
    for (const [code, child] of state.next) {
      child.fallback = state === root ? root : step(root, state.fallback ?? root, code);
      queue.push(child);
    }
  }
}

function step(root: State, from: State, code: number): State {
  let state: State | undefined = from;
  while (state) {
    const next = state.next.get(code);
    if (next) return next;
    state = state.fallback;
  }
  return root;
}

function createScan(root: State, isFirst: Uint8Array, size: number): WordScan {
  // Behind a state that was seen, all of its fallbacks were seen too.
  const seen = new Set<State>([root]);
  let state = root;
  let found = 0;
  return {
    get found() {
      return found;
    },
    read(part) {
      for (let index = 0; index < part.length && found < size; index += 1) {
        const code = part.charCodeAt(index);
        // Most characters begin no word, and this is asked far faster than a `Map`.
        if (state === root && isFirst[code] === 0) continue;
        state = step(root, state, code);
        for (let at: State | undefined = state; at && !seen.has(at); at = at.fallback) {
          seen.add(at);
          if (at.isWord) found += 1;
        }
      }
    },
  };
}
