import { sleep } from 'n8n-workflow';

/** Waits, but no longer than until the execution is stopped. */
export async function pause(ms: number, cancelled: AbortSignal | undefined): Promise<void> {
	if (cancelled?.aborted === true) return;
	let stop = (): void => undefined;
	const stopped = new Promise<void>((resolve) => (stop = resolve));
	cancelled?.addEventListener('abort', stop);
	await Promise.race([sleep(ms), stopped]);
	// The signal lives as long as the execution, and a campaign pauses often.
	cancelled?.removeEventListener('abort', stop);
}
