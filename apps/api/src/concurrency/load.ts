/** How many hold a bounded resource, and how many wait for it. */
export interface Load {
  running: number;
  waiting: number;
}
