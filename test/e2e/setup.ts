/** The time for workers to stop what they started, see `environment.ts`. */
const LAST_MS = 500;

/** Runs in jest's main process, which would otherwise end before its workers. */
export default function setup(): void {
	process.once('SIGTERM', () => setTimeout(() => process.exit(143), LAST_MS));
}
