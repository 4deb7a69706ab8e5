/** A duration in milliseconds, for people: `3.2 s`, `45 s`. */
export function seconds(ms: number): string;

/**
 * Runs one step of work, printing its title, signs of life and its duration.
 * `why` is for a step that takes long: printed at its beginning.
 */
export function step<T>(
	title: string,
	work: (say: (detail: string) => void) => Promise<T> | T,
	options?: { why?: string; stream?: NodeJS.WriteStream },
): Promise<T>;
