/**
 * Numbers the steps of a plan for whoever watches: `3/7 stop app`. A display takes the numbers from the lines to show
 * the steps as a list, in which several lines of one number are one step. A plan of one step is no list.
 */
export class StepCount {
  #number = 0;

  constructor(private readonly total: number) {}

  /** What the lines of the step that begins have before their words. */
  next(): string {
    this.#number++;
    return this.total === 1 ? "" : `${this.#number}/${this.total} `;
  }
}
