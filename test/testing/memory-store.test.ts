import { createMemoryStore } from '../../src/testing/memory-store.ts';
import { describeStore } from './store-suite.ts';

describeStore('the store in memory', createMemoryStore);
