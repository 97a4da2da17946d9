/**
 * A second worker, while a cell takes long in the first: what does not need that cell goes on here meanwhile. It begins
 * where the first one began, without the cell, and is given the same orders; when the cell has ended, the first goes on with
 * all of them, and this one is not needed any more.
 */

import type { Change } from "./contract.ts";
import type { Given, Order, Reply, Request } from "./messages.ts";

export class Deputy {
  /** The cell that runs here. */
  running: { cell: string; source: string } | null = null;
  private number = 0;

  constructor(
    private readonly worker: Worker,
    /** The cell that runs in the first worker. */
    private readonly without: string,
    begin: Request,
    private readonly tell: (change: Change) => void,
    private readonly answered: (question: number, found: unknown) => void,
  ) {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.heard(data);
    worker.postMessage(begin);
  }

  order(order: Order, cells: readonly Given[]): void {
    const others = cells.map((given) => (given.cell === this.without ? { ...given, halted: "running" as const } : given));
    // The first worker has been told of that one.
    if (order.do === "tell" || (order.do === "run" && order.cell === this.without)) return;
    this.send({ do: "order", number: ++this.number, cells: others, order });
  }

  send(request: Request): void {
    this.worker.postMessage(request);
  }

  end(): void {
    this.worker.onmessage = null;
    this.worker.terminate();
  }

  private heard(reply: Reply): void {
    switch (reply.says) {
      case "change":
        if (!("cell" in reply.change) || reply.change.cell !== this.without) this.tell(reply.change);
        return;
      case "running":
        this.running = { cell: reply.cell, source: reply.source };
        return;
      case "rests":
        if (reply.number === this.number) this.running = null;
        return;
      case "completions":
      case "inspected":
        this.answered(reply.question, reply.found);
        return;
      case "ready":
      case "state":
        return;
    }
  }
}
