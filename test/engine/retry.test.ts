import type { IDataObject, INode } from 'n8n-workflow';

import { startProvider, type Misbehaviour, type Provider } from '../provider/provider';
import { execute, itemsOf, type Ended, type Flow } from './engine';

let provider: Provider;
beforeAll(async () => {
	provider = await startProvider();
});
afterEach(() => {
	provider.reset();
});
afterAll(async () => {
	await provider.close();
});

const NUMBERS = Array.from({ length: 10 }, (_, item) => `3361122330${String(item)}`);

/** Requests by number: the one that an item was for. */
function requestsByNumber(): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { document } of provider.requests) {
		for (const number of document?.recipients ?? []) counts[number] = (counts[number] ?? 0) + 1;
	}
	return counts;
}

function misbehaveFor(number: string, misbehaviour: Misbehaviour, times = Infinity): void {
	let left = times;
	provider.misbehave(({ document }) =>
		document?.recipients.includes(number) && left-- > 0 ? misbehaviour : null,
	);
}

async function sendTen(settings: Partial<INode>, more: Partial<Flow> = {}): Promise<Ended> {
	return await execute(provider, {
		items: NUMBERS.map((phone) => ({ phone })),
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour' },
		settings: { retryOnFail: true, maxTries: 3, ...settings },
		...more,
	});
}

const REFUSED: Misbehaviour = { kind: 'answer', body: 'TOO_LONG_MESSAGE' };
const LOST: Misbehaviour = { kind: 'closeWithoutAnswer' };

describe('with Retry On Fail and On Error set to Stop', () => {
	it.each([0, 6])('sends item %i again when it was refused once, and no other', async (item) => {
		const number = NUMBERS[item] ?? '';
		misbehaveFor(number, REFUSED, 1);
		const ended = await sendTen({});
		expect(ended.error).toBeNull();
		expect(itemsOf(ended).map(({ outcome }) => outcome)).toEqual(NUMBERS.map(() => 'accepted'));
		expect(requestsByNumber()).toEqual({
			...Object.fromEntries(NUMBERS.map((other) => [other, 1])),
			[number]: 2,
		});
		expect(provider.messages).toHaveLength(10);
	});
});
