import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { TEXT_SAMPLES } from '../sms/text/textSamples';
import { WIRE_TEXTS } from '../sms/document/wireTexts';
import { execute, itemsOf } from '../engine/engine';

jest.setTimeout(120_000);

const emulator = emulatorForTests({ credits: 1_000_000 });

/** What people paste, what is hard on the wire, and what nobody writes: any UTF-16 at all. */
const piece = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom(...TEXT_SAMPLES.map(({ input }) => input)) },
	{ weight: 4, arbitrary: fc.constantFrom(...WIRE_TEXTS.slice(2).map(([, text]) => text)) },
	{
		weight: 3,
		arbitrary: fc.constantFrom(...['&', '<', ']]>', '&#8364;', 'e\u0301', '\r\n', '€']),
	},
	{ weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) },
	{ weight: 1, arbitrary: fc.constantFrom('😀', '👨‍👩‍👧', '\ud800', '\u0007', '你', '={{ 1 + 1 }}') },
);
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
/** As items of one execution: 1,000 executions of one text would take minutes, and show no more. */
const TEXTS = 25;
const batch = fc.array(text, { minLength: TEXTS, maxLength: TEXTS });
const options = fc.record({
	charset: fc.constantFrom('iso-8859-15', 'utf-8', 'ascii'),
	unsupportedCharacters: fc.constantFrom('replace', 'remove', 'error'),
	costlyLetters: fc.constantFrom('keep', 'plainWhenCheaper', 'plain'),
});

/** Those that Unicode takes for question marks of some kind. */
const QUESTIONS = /[?\u037e\u061f\u203d\u2047-\u2049\ufe16\ufe56\uff1f]/u;

interface Output {
	readonly code: string;
	readonly error?: string;
	readonly details: {
		readonly sms: { readonly text: string; readonly changes: readonly string[] } | null;
	};
}

const label = (character: string): string =>
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A text that is sent: what came out must be what went in, but for the changes listed. */
function judgeSent(
	input: string,
	{ details: { sms } }: Output,
	received: string | undefined,
): void {
	const { text: sent = '', changes = [] } = sms ?? {};
	expect(received).toBe(sent);
	if (changes.length === 0) expect(sent).toBe(input);
	if (sent === input) expect(changes).toEqual([]);
	const listed = changes.join('\n');
	for (const character of input.normalize('NFC')) {
		if (sent.includes(character) || listed.includes(character)) continue;
		expect(listed).toContain(label(character));
	}
	if (!QUESTIONS.test(input)) expect(sent).not.toContain('?');
}

it('any text arrives as reported, is changed with every change listed, or is refused by name', async () => {
	const seen = { asIs: 0, changed: 0, refused: 0 };
	await fc.assert(
		fc.asyncProperty(batch, options, async (texts, chosen) => {
			emulator.reset();
			const phones = texts.map((_, index) => String(33611220000 + index));
			const ended = await execute(emulator, {
				// As numbers, because n8n takes a parameter that begins with = for an expression.
				items: texts.map((input, index) => ({
					phone: phones[index],
					units: Array.from({ length: input.length }, (_, at) => input.charCodeAt(at)),
				})),
				parameters: {
					recipients: '={{ $json.phone }}',
					text: '={{ String.fromCharCode(...$json.units) }}',
					long: true,
					options: { ...chosen, parallelRequests: 10 },
				},
				settings: { onError: 'continueRegularOutput' },
			});
			const received = new Map(
				emulator.requests.map(({ document }) => [document?.recipients[0], document?.text]),
			);
			expect(emulator.requests.flatMap(({ violations }) => violations)).toEqual([]);
			const outputs = itemsOf(ended) as unknown as Output[];
			expect(outputs).toHaveLength(texts.length);
			for (const [index, output] of outputs.entries()) {
				const input = texts[index] ?? '';
				const phone = phones[index];
				if (!['INVALID_INPUT', 'MISSING_VALUE'].includes(output.code)) {
					judgeSent(input, output, received.get(phone));
					seen[output.details.sms?.text === input ? 'asIs' : 'changed'] += 1;
					continue;
				}
				seen.refused += 1;
				expect(received.has(phone)).toBe(false);
				expect(output.error).toMatch(
					/((U\+[0-9A-F]{4,6}|“).* at position \d+|empty|nothing but spaces|Nothing is left|Too long)/su,
				);
			}
		}),
		{ numRuns: 400 / TEXTS },
	);
	// The property means little unless all three are common.
	expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});

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

	it('a French sentence goes as one SMS at the first try, and what was changed is on the screen', async () => {
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
	])('the summary says what it saved: %s', async (_, text, parameters, saved) => {
		const { hints } = await send(text, parameters);
		expect(hints[0]).toMatch(/^12 accepted · \d+ credits spent · [\d,]+ left/);
		expect(hints[0]?.replace(/^.* left/, '')).toBe(saved);
	});
});
