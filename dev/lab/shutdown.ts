import { constants } from 'node:os';

import { Trouble } from './npm';

type Closer = () => Promise<void> | void;

const closers = new Set<Closer>();
let isListening = false;
let isClosing = false;

/** Runs all closers, the newest first; one that fails does not stop the rest. */
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

/** Whether the user has asked to end: later errors need no report. */
export const isShuttingDown = () => isClosing;

/**
 * Registers a closer. It runs before the process ends, also on Ctrl-C, on SIGTERM and when the terminal
 * closes. Returns a function that unregisters it.
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
			// One Ctrl-C may arrive twice: from the terminal, and forwarded by npm.
			if (isClosing) return;
			void closeAll().finally(() => process.exit(128 + constants.signals[signal]));
		});
	}
}

/** Runs a command, then its closers, and exits with its code; with 1 and one line if it throws. */
export function runMain(main: () => Promise<number | undefined>): void {
	main()
		.catch((error: unknown) => {
			// The signal handler closes everything and ends the process.
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
