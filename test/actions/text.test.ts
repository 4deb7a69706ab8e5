import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf } from '../engine/engine';

const emulator = emulatorForTests({ credits: 1_000_000 });

interface Output {
	readonly details: {
		readonly sms: { readonly text: string; readonly changes: readonly string[] } | null;
	};
}

describe('Letters that cost more', () => {
	/** 100 letters, two of them outside GSM-7. */
	const SENTENCE =
		'Bonjour, votre commande est prête et vous attend en boutique : façade rouge, 12 rue des Lilas, ok !!';
	const PHONES = Array.from({ length: 12 }, (_, index) => ({ phone: `+336112200${10 + index}` }));
	const send = async (
		text: string,
		{ items = PHONES, ...parameters }: IDataObject & { items?: IDataObject[] } = {},
	) => {
		emulator.reset();
		return await execute(emulator, {
			items,
			parameters: { recipients: '={{ $json.phone }}', text, ...parameters },
			settings: { onError: 'continueRegularOutput' },
		});
	};

	it('a French sentence is sent as one SMS at the first try, with its changes shown', async () => {
		const ended = await send(SENTENCE, { items: PHONES.slice(0, 1) });
		const [row] = itemsOf(ended) as unknown as Output[];
		expect(emulator.messages.map(({ parts, encoding }) => [parts, encoding])).toEqual([
			[1, 'GSM-7'],
		]);
		expect(row?.details.sms?.text).toContain('commande est prete');
		expect(row?.details.sms?.changes).toEqual([
			'“ê” (U+00EA) became “e”, once',
			'“ç” (U+00E7) became “c”, once',
		]);
		expect(ended.hints).toEqual([
			'1 accepted · 1 credit spent · 999,999 left · 1 text written plainly (ê as e, ç as c): 1 credit saved',
		]);
	});

	const SAVED = ' · 12 texts written plainly (ê as e, ç as c): 12 credits saved';
	it.each([
		['as one part', SENTENCE, {}, SAVED],
		['of what costs nothing', 'Fête', {}, ''],
		['of what is kept', SENTENCE, { long: true, options: { costlyLetters: 'keep' } }, ''],
	])('the summary gives the credits saved: %s', async (_, text, parameters, saved) => {
		const { hints } = await send(text, parameters);
		expect(hints[0]).toMatch(/^12 accepted · \d+ credits spent · [\d,]+ left/);
		expect(hints[0]?.replace(/^.* left/, '')).toBe(saved);
	});
});
