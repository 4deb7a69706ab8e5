/** The waits between tries, which pass twenty times as fast in tests. */
interface TestClock {
	/** Those that began, in milliseconds. */
	readonly waits: number[];
	/** Done once, when the next one begins; it ends no sooner. */
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
