import { createMemoryStore } from '../../src/api/memory-store.ts';
import { describeStore } from './store-suite.ts';

describeStore('the store in memory', createMemoryStore);
