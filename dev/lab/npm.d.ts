/** Something went wrong that the user can mend: shown as its one line, without a stack. */
export class Trouble extends Error {
	constructor(message: string);
}

/** Runs npm quietly in a folder and gives its stdout. Throws a Trouble that says why not. */
export function npm(
	args: string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<string>;

/**
 * Makes `folder` anew with what the lockfile in `source` names, by `npm ci`; `say` is told how many
 * packages are there already. `space`: what it needs on the disk, in bytes.
 */
export function installLocked(
	source: string,
	folder: string,
	say: (detail: string) => void,
	space: number,
): Promise<void>;

/** Puts a folder in its place, patiently on Windows. */
export function moveFolder(from: string, to: string): Promise<void>;

/** The environment without what an outer `npm run` put there about itself. */
export function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
