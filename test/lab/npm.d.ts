/** Something went wrong that the user can mend: shown as its one line, without a stack. */
export class Trouble extends Error {
	constructor(message: string);
}

/** Runs npm quietly in a folder and gives its stdout. Throws a Trouble that says why not. */
export function npm(
	args: string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string>;

/** Installs what a folder's lockfile names; `say` is told how many packages are there already. */
export function installLocked(folder: string, say: (detail: string) => void): Promise<void>;

/** The environment without what an outer `npm run` put there about itself. */
export function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
