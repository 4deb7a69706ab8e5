/** Does the work while holding the lock file; waits for whoever holds it, after one `onWait`. */
export function withLock<T>(file: string, work: () => Promise<T>, onWait?: () => void): Promise<T>;
