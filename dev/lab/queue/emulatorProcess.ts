import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator';

/** What the other side may ask, see `Emulator`. */
export interface Question {
	start?: Partial<EmulatorOptions>;
	configure?: Parameters<Emulator['configure']>[0];
}

/** What the emulator has accepted so far. */
export interface Accepted {
	sendUrl: string;
	testUrl: string;
	requests: number;
	/** For each accepted SMS its number and when, in milliseconds since 1970, in order. */
	messages: Array<[number: string, at: number]>;
	/** The text of the last one. */
	lastText: string;
}

let emulator: Emulator | undefined;

process.on('message', (question: Question) => {
	void answer(question).then((accepted) => process.send?.(accepted));
});
process.once('disconnect', () => process.exit());

async function answer({ start, configure }: Question): Promise<Accepted> {
	emulator ??= await startEmulator(start);
	if (configure) emulator.configure(configure);
	const { sendUrl, testUrl, tally, messages } = emulator;
	return {
		sendUrl,
		testUrl,
		requests: tally.requests,
		messages: messages.map(({ number, acceptedAt }) => [number, acceptedAt.getTime()]),
		lastText: messages.at(-1)?.text ?? '',
	};
}
