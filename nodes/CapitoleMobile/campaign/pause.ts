import { sleep } from 'n8n-workflow';

/** Sleeps, or returns early when the execution is stopped. */
export async function pause(ms: number, cancelled: AbortSignal | undefined): Promise<void> {
	if (cancelled?.aborted === true) return;
	let stop = (): void => undefined;
	const stopped = new Promise<void>((resolve) => (stop = resolve));
	cancelled?.addEventListener('abort', stop);
	await Promise.race([sleep(ms), stopped]);
	// The signal outlives the pause, and a campaign pauses often.
	cancelled?.removeEventListener('abort', stop);
}
