import { startProvider, type Provider, type ProviderOptions } from '../../../dev/emulator/provider';

/** What the other side may ask, see `Emulator`. */
export interface Question {
	start?: Partial<ProviderOptions>;
	configure?: Parameters<Provider['configure']>[0];
}

/** What the provider has accepted so far. */
export interface Accepted {
	sendUrl: string;
	testUrl: string;
	requests: number;
	/** For each accepted SMS its number and when, in milliseconds since 1970, in order. */
	messages: Array<[number: string, at: number]>;
}

let provider: Provider | undefined;

process.on('message', (question: Question) => {
	void answer(question).then((accepted) => process.send?.(accepted));
});
process.once('disconnect', () => process.exit());

async function answer({ start, configure }: Question): Promise<Accepted> {
	provider ??= await startProvider(start);
	if (configure) provider.configure(configure);
	const { sendUrl, testUrl, tally, messages } = provider;
	return {
		sendUrl,
		testUrl,
		requests: tally.requests,
		messages: messages.map(({ number, acceptedAt }) => [number, acceptedAt.getTime()]),
	};
}
