/** Waits between tries pass twenty times faster in tests. */
interface TestClock {
	/** The waits started so far, in milliseconds. */
	readonly waits: number[];
	/** Runs once, when the next wait starts, which lasts at least as long. */
	meanwhile?: (() => unknown) | undefined;
}

declare global {
	var clock: TestClock;
}
globalThis.clock = { waits: [] };

jest.mock('../../nodes/CapitoleMobile/campaign/pause', () => {
	type Module = typeof import('../../nodes/CapitoleMobile/campaign/pause');
	const { pause } = jest.requireActual<Module>('../../nodes/CapitoleMobile/campaign/pause');
	return {
		async pause(ms, cancelled) {
			const { waits, meanwhile } = clock;
			waits.push(ms);
			clock.meanwhile = undefined;
			await meanwhile?.();
			await pause(ms / 20, cancelled);
		},
	} satisfies Module;
});

export {};
