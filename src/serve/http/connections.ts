import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { toNetwork } from './client-address.ts';
import { createSharedBudget, type Share } from './shared-budget.ts';

/** How many requests may wait on one connection for the answer to the one before them. */
const mostWaiting = 32;

interface Connection {
  readonly share: Share;
  last: Promise<void>;
  waiting: number;
  answering: ServerResponse | undefined;
}

/** The connections of a server. */
export interface Connections {
  add(socket: Socket): void;
  /** Answers the requests of one connection one after the other, however fast they come in. */
  answer(socket: Socket, response: ServerResponse, answer: () => Promise<void>): void;
  /** Notes that a connection is active. */
  touch(socket: Socket): void;
  /** Whether an answer has begun, so that nothing else may be written. */
  isAnswering(socket: Socket): boolean;
}

export function createConnections(max: number): Connections {
  const budget = createSharedBudget(max);
  const connections = new WeakMap<Socket, Connection>();

  return {
    add(socket) {
      const address = toNetwork(socket.remoteAddress ?? '');
      const share = budget.open({ address, giveUp: () => socket.destroy() });
      socket.once('close', share.end);
      connections.set(socket, {
        share,
        last: Promise.resolve(),
        waiting: 0,
        answering: undefined,
      });
      share.take(1);
    },
    answer(socket, response, answer) {
      const connection = connections.get(socket);
      if (!connection || connection.waiting >= mostWaiting) {
        socket.destroy();
        return;
      }
      connection.waiting += 1;
      connection.last = connection.last.then(async () => {
        connection.share.touch();
        connection.answering = response;
        await answer();
        connection.answering = undefined;
        connection.waiting -= 1;
        connection.share.touch();
      });
    },
    touch: (socket) => connections.get(socket)?.share.touch(),
    isAnswering: (socket) => connections.get(socket)?.answering?.headersSent === true,
  };
}
