import { constants } from 'node:os';

type Closer = () => Promise<void> | void;

const closers = new Set<Closer>();
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
	if (closers.size === 0) listenToSignals();
	closers.add(closer);
	return () => {
		closers.delete(closer);
	};
}

let isListening = false;

function listenToSignals(): void {
	if (isListening) return;
	isListening = true;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			// One Ctrl-C may come twice: from the terminal, and passed on by npm.
			if (isClosing) return;
			void closeAll().finally(() => process.exit(128 + constants.signals[signal]));
		});
	}
}
