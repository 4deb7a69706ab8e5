import { constants } from 'node:os';

import { Trouble } from './npm';

type Closer = () => Promise<void> | void;

const closers = new Set<Closer>();
let isListening = false;
let isClosing = false;

/** Runs everything that was registered, the newest first; one that fails does not stop the rest. */
export async function closeAll(): Promise<void> {
	isClosing = true;
	for (const closer of [...closers].reverse()) {
		closers.delete(closer);
		try {
			await closer();
		} catch (error) {
			process.stderr.write(`${String(error)}\n`);
		}
	}
}

/** Whether the user has asked to end: what goes wrong from then on is not worth telling. */
export const isShuttingDown = () => isClosing;

/**
 * Registers what must not outlive this process: run on Ctrl-C, on SIGTERM and on a closed terminal,
 * before the process ends. Returns the function that takes it back.
 */
export function onShutdown(closer: Closer): () => void {
	if (!isListening) listenToSignals();
	closers.add(closer);
	return () => void closers.delete(closer);
}

function listenToSignals(): void {
	isListening = true;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			// One Ctrl-C may come twice: from the terminal, and passed on by npm.
			if (isClosing) return;
			void closeAll().finally(() => process.exit(128 + constants.signals[signal]));
		});
	}
}

/** Runs a command to its exit code, what it registered closed; 1 and a line where it throws. */
export function runMain(main: () => Promise<number | undefined>): void {
	main()
		.catch((error: unknown) => {
			// A signal has closed everything, or is doing so, and ends the process itself.
			if (isClosing) return;
			const message = error instanceof Error ? error.message : String(error);
			const said = error instanceof Trouble ? message : `This did not work: ${message}`;
			process.stderr.write(`\n${said}\n`);
			return 1;
		})
		.then(async (code = 0) => {
			if (isClosing) return;
			await closeAll();
			process.exit(code);
		})
		.catch(() => process.exit(1));
}
