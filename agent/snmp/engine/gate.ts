/**
 * How many requests may be under way at once over all devices: more answers than the socket's buffer holds would be
 * lost, and their requests time out for nothing. Devices that were silent wait in a lane of their own, so that they never
 * keep the others waiting. In each lane, first come, first served.
 */
export interface Gate {
  /** Calls `go` when there is a place, at once if there is one now. */
  enter(turn: Turn): void;
  /** Gives the place back, or no longer waits for one. May be called twice. */
  leave(turn: Turn): void;
}

export interface Turn {
  /** Of a device that was silent last time. */
  suspect: boolean;
  state: "out" | "waiting" | "inside";
  go(): void;
}

/** The share of places that silent devices may take from those that answer. */
const SUSPECTS = 1 / 4;

export function createGate(most: number): Gate {
  const open = lane(most - Math.max(1, Math.floor(most * SUSPECTS)));
  const suspects = lane(Math.max(1, Math.floor(most * SUSPECTS)));
  const laneOf = (turn: Turn) => (turn.suspect ? suspects : open);
  return { enter: (turn) => laneOf(turn).enter(turn), leave: (turn) => laneOf(turn).leave(turn) };
}

function lane(most: number): Gate {
  const places = Math.max(1, most);
  let inside = 0;
  const waiting = new Set<Turn>();
  const admit = (turn: Turn) => {
    inside += 1;
    turn.state = "inside";
    turn.go();
  };
  return {
    enter(turn) {
      if (inside < places) return admit(turn);
      turn.state = "waiting";
      waiting.add(turn);
    },
    leave(turn) {
      const { state } = turn;
      turn.state = "out";
      if (state === "waiting") waiting.delete(turn);
      if (state !== "inside") return;
      inside -= 1;
      const [next] = waiting;
      if (next === undefined) return;
      waiting.delete(next);
      admit(next);
    },
  };
}
