/** Who takes a part of a budget. */
export interface Holder {
  readonly address: string;
  /** Ends what the part is held for. */
  giveUp(): void;
}

/** One holder's part of a budget. */
export interface Share {
  /** Takes more. If that exceeds the budget, a holder has to give up, maybe this one. */
  take(amount: number): void;
  /** Gives back a part that is not needed any more. */
  release(amount: number): void;
  /** Shows that its holder does something; so do the two above. */
  touch(): void;
  /** Gives everything back. */
  end(): void;
}

interface Held extends Holder {
  amount: number;
}

/**
 * A budget that many clients share, such as memory. If it runs out, the address with the largest part
 * loses the share that was idle for longest, so that no client can take it all.
 */
export function createSharedBudget(max: number): { open(holder: Holder): Share } {
  // Those that did something most recently are the last.
  const shares = new Set<Held>();
  let total = 0;

  function move(share: Held): void {
    shares.delete(share);
    shares.add(share);
  }

  function end(share: Held): void {
    if (!shares.delete(share)) return;
    total -= share.amount;
    share.amount = 0;
  }

  function findVictim(): Held | undefined {
    const byAddress = new Map<string, number>();
    for (const { address, amount } of shares) {
      byAddress.set(address, (byAddress.get(address) ?? 0) + amount);
    }
    const most = Math.max(...byAddress.values());
    for (const share of shares) {
      if (share.amount > 0 && byAddress.get(share.address) === most) return share;
    }
    return undefined;
  }

  return {
    open(holder) {
      const share: Held = { address: holder.address, giveUp: () => holder.giveUp(), amount: 0 };
      shares.add(share);
      return {
        take(amount) {
          if (!shares.has(share)) return;
          move(share);
          share.amount += amount;
          total += amount;
          while (total > max) {
            const victim = findVictim();
            if (!victim) return;
            end(victim);
            victim.giveUp();
          }
        },
        release(amount) {
          if (!shares.has(share)) return;
          move(share);
          share.amount -= amount;
          total -= amount;
        },
        touch() {
          if (shares.has(share)) move(share);
        },
        end: () => end(share),
      };
    },
  };
}
