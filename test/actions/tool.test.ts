import type { IDataObject, INode } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf, type Ended } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

const phones = (count: number): string[] =>
	Array.from({ length: count }, (_, item) => String(33611220000 + item));

/** An agent's call of the tool: one item with the parameters that the model wrote. */
async function call(
	recipients: unknown,
	options: IDataObject = {},
	settings: Partial<INode> = {},
): Promise<Ended> {
	return await execute(emulator, {
		items: [{}],
		parameters: { recipients, text: 'Bonjour', options } as IDataObject,
		settings,
		isTool: true,
	});
}

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** A number, options, the code, and the message to the model. */
const REFUSALS: ReadonlyArray<[string, unknown, IDataObject, string, RegExp]> = [
	[
		'a number outside Allowed Recipients',
		'06 11 22 00 00, 07 55 66 77 88',
		{ allowedRecipients: '+33 6' },
		'NOT_ALLOWED',
		/^Allowed Recipients does not include 33755667788\. Nothing was sent.*tries no other number/s,
	],
	[
		'11 numbers, where nothing is set',
		phones(11).join(),
		{},
		'OVER_MAX_SMS',
		/^This run would cost 11 SMS; Maximum SMS is 10\..*fewer numbers/s,
	],
	[
		'two numbers, where one is allowed',
		phones(2),
		{ maxSms: 1 },
		'OVER_MAX_SMS',
		/^This run would cost 2 SMS; Maximum SMS is 1\./,
	],
	[
		'a landline',
		'01 23 45 67 89',
		{},
		'NOT_A_MOBILE',
		/“01 23 45 67 89” is a French landline.*Give a mobile number \(06 or 07\)/s,
	],
	[
		'anyone, where Allowed Recipients gives nothing',
		'06 11 22 00 00',
		{ allowedRecipients: '={{ $json.nothing }}' },
		'INVALID_INPUT',
		/^Allowed Recipients: The list has no number/,
	],
];

it.each(REFUSALS)(
	'The tool refuses %s by name, with a remedy, and sends nothing',
	async (_, recipients, options, code, told) => {
		const { error } = await call(recipients, options);
		expect(`${String(error?.message)}\n${String(error?.description)}`).toMatch(told);
		const [item] = itemsOf(await call(recipients, options, CONTINUE));
		expect(item).toMatchObject({ code, error: expect.stringMatching(told) });
		expect(emulator.requests).toHaveLength(0);
	},
);

it('The tool sends to ten allowed numbers', async () => {
	const [item] = itemsOf(await call(phones(10).join(), { allowedRecipients: '+33 6' }));
	expect(item).toMatchObject({ outcome: 'accepted', accepted: 10 });
});

it('Do Not Contact applies to an agent', async () => {
	const [item] = itemsOf(await call('0611220000', { doNotContact: '0611220000' }));
	expect(item).toMatchObject({ outcome: 'rejected', code: 'DO_NOT_CONTACT' });
	expect(emulator.requests).toHaveLength(0);
});

it('Outside an agent Allowed Recipients applies too, and there is no limit unless set', async () => {
	const ended = await execute(emulator, {
		items: [
			{ to: phones(11) },
			{ to: '+34 622 33 44 55' },
			{ to: '0692 12 34 56' },
			{ to: '+33 694 12 34 56' },
		],
		parameters: {
			recipients: '={{ $json.to }}',
			text: 'Bonjour',
			options: { allowedRecipients: '+33 06, 0692' },
		},
		settings: CONTINUE,
	});
	expect(itemsOf(ended)).toMatchObject([
		{ outcome: 'accepted', accepted: 11 },
		{ outcome: 'rejected', code: 'NOT_ALLOWED', error: expect.stringMatching(/34622334455/) },
		{ outcome: 'accepted', accepted: 1 },
		{ outcome: 'rejected', code: 'NOT_ALLOWED', error: expect.stringMatching(/594694123456/) },
	]);
});

describe('An agent that repeats its call', () => {
	/** The data n8n keeps for the tool during the execution. */
	let kept: IDataObject;
	beforeEach(() => {
		kept = {};
	});
	const [phone = ''] = phones(1);
	const LOST = { kind: 'closeWithoutAnswer' } as const;

	it.each([
		['may have been sent', LOST, 'NO_ANSWER', 1],
		['was sent', null, 'SENDING_OK', 1],
		['was refused', { kind: 'answer', body: 'TOO_LONG_MESSAGE' }, 'TOO_LONG_MESSAGE', 2],
	] as const)(
		'gets the same answer for an SMS that %s: %j',
		async (_, misbehaviour, code, requests) => {
			if (misbehaviour) emulator.misbehave(() => misbehaviour);
			for (const settings of [{}, CONTINUE, { retryOnFail: false, ...CONTINUE }]) {
				const before = emulator.requests.length;
				kept = {};
				for (const round of [1, 2]) {
					const ended = await execute(emulator, {
						items: [{ query: `in other words ${String(round)}` }],
						parameters: { recipients: phone, text: 'Bonjour' },
						settings,
						context: { getContext: () => kept },
						isTool: true,
					});
					const [item = { code: /\((\w+)\)$/.exec(ended.error?.message ?? '')?.[1] }] =
						itemsOf(ended);
					expect(item.code).toBe(code);
				}
				expect(emulator.requests.length - before).toBe(requests);
			}
		},
	);
});

it('An agent that makes the same call twice at once sends one SMS', async () => {
	const [phone = '', other = ''] = phones(2);
	emulator.configure({ delayMs: 50 });
	const kept: IDataObject = {};
	const calls = [phone, phone, other, phone].map(async (recipients) => {
		return await execute(emulator, {
			items: [{}],
			parameters: { recipients, text: 'Bonjour' },
			context: { getContext: () => kept },
			isTool: true,
		});
	});
	const answers = (await Promise.all(calls)).flatMap(itemsOf);
	expect(answers.map(({ code }) => code)).toEqual(Array(4).fill('SENDING_OK'));
	expect(emulator.messages.map(({ number }) => number)).toEqual([phone, other]);
});

describe('Under Retry On Fail, a text that changes with each try', () => {
	const [one = '', two = ''] = phones(2);
	const VARYING = {
		recipients: "={{ $fromAI('Recipients') }}",
		text: '={{ $fromAI("Text", "", "string", "?") + Math.random() }}',
	};
	const RETRY = { retryOnFail: true, maxTries: 3 } as const;
	const KINDS = ['isAgents', 'isTool'] as const;
	const toEach = (...calls: readonly string[]): IDataObject[] =>
		calls.map((Recipients) => ({ Recipients, Text: 'Bonjour' }));
	const sentTo = ({ requests }: Ended) => requests.map(({ document }) => document?.recipients);

	it.each(KINDS)('counts as one message and is not sent again (%s)', async (kind) => {
		emulator.misbehave(() => ({ kind: 'closeWithoutAnswer' }));
		const flow = { items: toEach(one), parameters: VARYING, settings: RETRY, [kind]: true };
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const ended = await execute(emulator, { ...flow, settings: { ...RETRY, onError } });
			expect(sentTo(ended)).toEqual([[one]]);
		}
	});

	it.each(KINDS)('continues with its first text if it was sent in part (%s)', async (kind) => {
		let count = 0;
		emulator.misbehave(({ document }) =>
			document?.recipients.includes(two) && ++count === 1
				? { kind: 'answer', body: 'TOO_LONG_MESSAGE' }
				: null,
		);
		const ended = await execute(emulator, {
			items: toEach(`${one},${two}`),
			parameters: { ...VARYING, options: { maxRecipients: 1 } },
			settings: RETRY,
			[kind]: true,
		});
		expect(sentTo(ended).sort()).toEqual([[one], [two], [two]]);
		expect(new Set(ended.requests.map(({ document }) => document?.text)).size).toBe(1);
	});

	it('is sent if the model asks for it in another call', async () => {
		const calls = [one, two, one];
		const ended = await execute(emulator, {
			items: toEach(...calls),
			parameters: VARYING,
			settings: RETRY,
			isAgents: true,
		});
		expect(sentTo(ended)).toEqual(calls.map((phone) => [phone]));
	});
});
