// The part of IndexedDB that a disk needs. TypeScript has these types among those of browsers only.
export interface IdbRequest<T> {
  readonly result: T;
  readonly error: Error | null;
  addEventListener(type: string, listener: () => void): void;
}

export interface IdbStore {
  add(value: unknown, key?: IdbKey): IdbRequest<unknown>;
  put(value: unknown, key?: IdbKey): IdbRequest<unknown>;
  delete(key: IdbKey): IdbRequest<undefined>;
  clear(): IdbRequest<undefined>;
  get(key: IdbKey): IdbRequest<unknown>;
  getAll(): IdbRequest<unknown[]>;
  getAllKeys(): IdbRequest<unknown[]>;
}

export type IdbKey = string | number | (string | number)[];

export interface IdbTransaction {
  readonly error: Error | null;
  objectStore(name: string): IdbStore;
  commit(): void;
  addEventListener(type: string, listener: () => void): void;
}

export interface IdbDatabase {
  transaction(
    stores: string[],
    mode: 'readonly' | 'readwrite',
    options?: { durability: 'relaxed' | 'strict' },
  ): IdbTransaction;
  createObjectStore(name: string, options?: { autoIncrement: boolean }): unknown;
  close(): void;
  addEventListener(type: string, listener: () => void): void;
}

export interface IdbFactory {
  open(name: string, version: number): IdbRequest<IdbDatabase>;
  deleteDatabase(name: string): IdbRequest<unknown>;
}
