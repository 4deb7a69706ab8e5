/** The workers have as long to end what they have started, see `environment.ts`. */
const LAST_MS = 500;

/** In the process that has the workers: without it, jest would end before them. */
export default function setup(): void {
	process.once('SIGTERM', () => setTimeout(() => process.exit(143), LAST_MS));
}
