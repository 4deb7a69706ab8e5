import type { IDataObject } from 'n8n-workflow';

import type { Mischief } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { COLLECTIONS } from '../../nodes/CapitoleMobile/actions/sms/options';
import { fieldsOfGroup } from '../docs/editor';
import { deduplicator, execute, itemsOf, type Ended } from '../engine/engine';
import { reportOf } from '../engine/report';
import { executeIn } from '../engine/situations';

jest.setTimeout(30_000);

const emulator = emulatorForTests();
afterEach(() => {
	deduplicator.records.clear();
	jest.restoreAllMocks();
});

/** A run that shows an option's effect: the expected result without the option and with it as added. */
interface Row {
	readonly items?: readonly IDataObject[];
	readonly parameters?: IDataObject;
	/** Other options. */
	readonly options?: IDataObject;
	/** Other fields of the option's group. */
	readonly group?: IDataObject;
	readonly arrange?: () => void;
	readonly see: (ended: Ended) => unknown;
	readonly without: unknown;
	readonly added: unknown;
}

const NUMBER = '33611223344';
const LANDLINE = '33561000000';
const numbers = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => String(33611220000 + index));

/** The recipients that the emulator received, read by its own parser. */
const sentTo = ({ requests }: Ended) => requests.map(({ document }) => document?.recipients ?? []);
const sentAt = ({ requests }: Ended) => requests.map(({ document }) => document?.prog);
const bytes = ({ requests }: Ended) =>
	requests.map(({ xmlBytes }) => xmlBytes?.toString('latin1') ?? '');
const texts = () => emulator.messages.map(({ text }) => text);
const phones = () => emulator.messages.map(({ number }) => number);
const scheduledAt = (ended: Ended) => itemsOf(ended).map((item) => item.scheduledAt);
const told = ({ error }: Ended) => error?.message ?? 'Nothing';

/** For options whose default changes nothing when added: both results are the same. */
const same = (seen: unknown) => ({ without: seen, added: seen });

const CHARSET: Row = {
	parameters: { text: 'Été à 5 €', message: 'Été à 5 €' },
	see: (ended) =>
		bytes(ended).map((xml) => [/encoding="[^"]+"/.exec(xml)?.[0], xml.includes('\xc9t\xe9 \xe0')]),
	...same([['encoding="ISO-8859-15"', true]]),
};

/** Half a minute passes in a tenth of a second; a request that never ends is given up after it. */
const TIMEOUT: Row = {
	arrange: () => {
		const timeout = AbortSignal.timeout.bind(AbortSignal);
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 300));
		emulator.misbehave(() => ({ kind: 'neverEnds' }));
	},
	see: (ended) => [
		jest.mocked(AbortSignal.timeout).mock.calls[0]?.[0],
		/\(NO_ANSWER\)/.test(told(ended)),
	],
	...same([30_000, true]),
};

const UNSUPPORTED: Row = {
	parameters: { text: 'L’été', message: 'L’été' },
	see: () => texts().map((text) => text.slice(0, 5)),
	...same(["L'été"]),
};

/** An empty key would send without protection. */
const KEY: Row = {
	see: (ended) => [told(ended), ended.requests.length],
	without: ['Nothing', 1],
	added: ['Never Send Twice (Key): It was added and left empty', 0],
};

const ALLOWED: Row = {
	see: (ended) => [told(ended), sentTo(ended)],
	without: ['Nothing', [[NUMBER]]],
	added: ['Allowed Recipients: It was added and left empty', []],
};
const NOT_CONTACTED: Row = {
	...ALLOWED,
	added: ['Do Not Contact: It was added and left empty', []],
};

const INVALID = { parameters: { recipients: `${NUMBER}, ${LANDLINE}` } };
const COSTLY = { parameters: { text: `${'a'.repeat(79)}ç`, long: true } };
const SUNDAY_NIGHT = { parameters: { route: 'M', prog: '2099-07-05T22:00:00' } };
const WINDOW: Row = {
	...SUNDAY_NIGHT,
	see: sentAt,
	without: ['2099-07-05 22:00:00'],
	added: ['2099-07-06 08:00:00'],
};
const NOON = { parameters: { prog: '2099-07-01T12:00:00' } };
const TWO_AT_NOON = { ...NOON, items: [{}, {}] };

/** A field of the Sending Window group, with a Send At that its default moves. */
const windowed = (prog: string, moved: string): Row => ({
	parameters: { route: 'M', prog },
	see: sentAt,
	without: [prog],
	added: [moved],
});

const TABLE: Readonly<Record<string, Row>> = {
	'send: allowedRecipients': ALLOWED,
	'send: charset': CHARSET,
	// The credits suffice for only one item: without the check, the first is sent.
	'send: checkCredits': {
		items: [{}, {}],
		options: { parallelRequests: 1 },
		arrange: () => {
			emulator.credits = 1;
		},
		see: () => phones().length,
		without: 1,
		added: 0,
	},
	'send: combineItems': {
		items: [{ to: '0611220000' }, { to: '0611220001' }],
		parameters: { recipients: '={{ $json.to }}' },
		see: (ended) => [sentTo(ended), itemsOf(ended).length],
		without: [[['33611220000'], ['33611220001']], 2],
		added: [[['33611220000', '33611220001']], 2],
	},
	'send: costlyLetters': {
		...COSTLY,
		see: () => emulator.messages.map(({ parts, text }) => [parts, text.at(-1)]),
		...same([[1, 'c']]),
	},
	'send: doNotContact': NOT_CONTACTED,
	'send: idempotencyKey': KEY,
	'send: includeInput': {
		items: [{ name: 'Zoé', outcome: 'mine' }],
		see: (ended) => itemsOf(ended).map(({ name, outcome }) => [name, outcome]),
		without: [[undefined, 'accepted']],
		added: [['Zoé', 'accepted']],
	},
	'send: invalidRecipients': {
		...INVALID,
		see: (ended) => [phones(), itemsOf(ended).map(({ outcome }) => outcome)],
		without: [[], []],
		added: [[NUMBER], ['partial']],
	},
	'send: maxRecipients': {
		parameters: { recipients: numbers(501) },
		see: (ended) => sentTo(ended).map(({ length }) => length),
		...same([500, 1]),
	},
	'send: maxSms': {
		parameters: { recipients: numbers(1001) },
		see: () => phones().length,
		without: 1001,
		added: 0,
	},
	'send: outputPer': {
		items: [{}, {}],
		parameters: { recipients: numbers(2) },
		see: (ended) => itemsOf(ended).map(({ accepted }) => accepted),
		...same([2, 2]),
	},
	'send: parallelRequests': {
		items: Array.from({ length: 8 }, () => ({})),
		arrange: () => emulator.misbehave(counted),
		see: () => mostAtOnce,
		...same(4),
	},
	'send: sendingWindow': WINDOW,
	'send: sendingWindow.days': windowed('2099-07-05 12:00:00', '2099-07-06 08:00:00'),
	'send: sendingWindow.chosenDays': {
		...windowed('2099-07-04 12:00:00', '2099-07-06 08:00:00'),
		group: { days: 'chosen' },
	},
	'send: sendingWindow.hours': windowed('2099-07-06 07:59:00', '2099-07-06 08:00:00'),
	'send: sendingWindow.outside': windowed('2099-07-06 20:01:00', '2099-07-07 08:00:00'),
	// 14 July 2099 is a Tuesday.
	'send: sendingWindow.publicHolidays': windowed('2099-07-14 12:00:00', '2099-07-15 08:00:00'),
	'send: simulate': {
		see: (ended) => [itemsOf(ended).map(({ simulated }) => simulated), ended.requests.length],
		without: [[undefined], 1],
		added: [[true], 0],
	},
	'send: simplify': {
		see: (ended) => itemsOf(ended).map((item) => 'details' in item),
		without: [true],
		added: [true],
	},
	'send: spreadOver': {
		...TWO_AT_NOON,
		see: sentAt,
		without: ['2099-07-01 12:00:00', '2099-07-01 12:00:00'],
		added: ['2099-07-01 12:00:00', '2099-07-01 13:00:00'],
	},
	'send: timeout': TIMEOUT,
	'send: timezone': { ...NOON, see: sentAt, ...same(['2099-07-01 12:00:00']) },
	'send: unsupportedCharacters': UNSUPPORTED,

	'preview: costlyLetters': {
		...COSTLY,
		see: (ended) => itemsOf(ended).map(({ parts, text }) => [parts, String(text).at(-1)]),
		...same([[1, 'c']]),
	},
	'preview: allowedRecipients': {
		...ALLOWED,
		see: (ended) => [told(ended), itemsOf(ended).map(({ recipient }) => [recipient])],
	},
	'preview: doNotContact': {
		...NOT_CONTACTED,
		see: (ended) => [told(ended), itemsOf(ended).map(({ recipient }) => [recipient])],
	},
	'preview: invalidRecipients': {
		...INVALID,
		see: (ended) => itemsOf(ended).map(({ recipient }) => recipient),
		without: [],
		added: [NUMBER],
	},
	'preview: sendingWindow': {
		...SUNDAY_NIGHT,
		see: scheduledAt,
		without: ['2099-07-05T22:00:00+02:00'],
		added: ['2099-07-06T08:00:00+02:00'],
	},
	'preview: timezone': { ...NOON, see: scheduledAt, ...same(['2099-07-01T12:00:00+02:00']) },
	'preview: unsupportedCharacters': {
		...UNSUPPORTED,
		see: (ended) => itemsOf(ended).map(({ text }) => text),
	},

	'testRequest: charset': CHARSET,
	'testRequest: invalidRecipients': { ...INVALID, see: sentTo, without: [], added: [[NUMBER]] },
	'testRequest: sendingWindow': WINDOW,
	'testRequest: spreadOver': {
		...TWO_AT_NOON,
		see: sentAt,
		...same(['2099-07-01 12:00:00', '2099-07-01 12:00:00']),
	},
	'testRequest: timeout': TIMEOUT,
	'testRequest: timezone': { ...NOON, see: sentAt, ...same(['2099-07-01 12:00:00']) },
	'testRequest: unsupportedCharacters': {
		...UNSUPPORTED,
		see: (ended) => ended.requests.map(({ document }) => document?.text),
	},

	'sendAndWait: allowedRecipients': ALLOWED,
	'sendAndWait: charset': CHARSET,
	'sendAndWait: checkCredits': {
		arrange: () => {
			emulator.credits = 0;
		},
		// The provider would refuse it too.
		see: (ended) => [told(ended).includes('the account has 0'), ended.requests.length],
		without: [false, 1],
		added: [true, 1],
	},
	'sendAndWait: doNotContact': NOT_CONTACTED,
	'sendAndWait: idempotencyKey': KEY,
	// Otherwise it waits for ever, which n8n writes as the year 3000.
	'sendAndWait: includeInput': {
		items: [{ name: 'Zoé', phone: 'mine' }],
		see: ({ run }) =>
			run.data.executionData?.nodeExecutionStack[0]?.data.main?.[0]?.map(({ json }) => [
				json.name,
				json.phone,
			]),
		without: [[undefined, '33611223344']],
		added: [['Zoé', '33611223344']],
	},
	'sendAndWait: limitWaitTime': {
		see: ({ run: { waitTill } }) => {
			const minutes = Math.round((Number(waitTill) - Date.now()) / 60_000);
			return minutes > 1_000_000 ? 'for ever' : minutes;
		},
		without: 'for ever',
		added: 45,
	},
	'sendAndWait: maxSms': { see: sentTo, ...same([[NUMBER]]) },
	// Nobody is asked on a public holiday, and nothing is postponed beyond its wait.
	'sendAndWait: sendingWindow': {
		arrange: () => jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-12-25T12:00+01:00')),
		see: (ended) => [/outside the sending window/.test(told(ended)), ended.requests.length],
		without: [false, 1],
		added: [true, 0],
	},
	'sendAndWait: simulate': {
		see: ({ hints, requests, run: { waitTill } }) => [
			hints.some((hint) => hint.startsWith('Simulated: ')),
			waitTill !== undefined,
			requests.length,
		],
		without: [false, true, 1],
		added: [true, true, 0],
	},
	'sendAndWait: spreadOver': { see: sentAt, ...same([null]) },
	'sendAndWait: timeout': TIMEOUT,
	'sendAndWait: unsupportedCharacters': UNSUPPORTED,
};

/** Requests in progress; each leaves the count shortly before its answer. */
let atOnce = 0;
let mostAtOnce = 0;
const counted: Mischief = () => {
	mostAtOnce = Math.max(mostAtOnce, ++atOnce);
	setTimeout(() => atOnce--, 400);
	return { kind: 'slow', ms: 450 };
};
beforeEach(() => {
	atOnce = 0;
	mostAtOnce = 0;
});

/** The options and the fields of their groups, by the names in the rows. */
const OPTIONS = new Map(
	Object.values(COLLECTIONS)
		.flatMap((options) => options.map(({ field }) => field))
		.flatMap((option) => [
			[option.name as string, option] as const,
			...(option.name === 'sendingWindow' ? fieldsOfGroup(option) : []).map(
				(field) => [`${option.name}.${field.name}`, field] as const,
			),
		]),
);

async function run(name: string, added: IDataObject): Promise<unknown> {
	const { items = [{}], parameters, options, arrange, see } = rowOf(name);
	const [operation = ''] = name.split(':');
	emulator.reset();
	arrange?.();
	const ended = await execute(emulator, {
		items,
		parameters: {
			operation,
			recipients: NUMBER,
			text: 'Bonjour',
			message: 'Bonjour',
			...parameters,
			options: { ...options, ...added },
		},
	});
	expect(ended.requests.flatMap(({ violations }) => violations)).toEqual([]);
	return see(ended);
}

function rowOf(name: string): Row {
	const row = TABLE[name];
	if (row === undefined) throw new Error(`No row for ${name}`);
	return row;
}

test('the table has a row for every option of the description, and no other', () => {
	const inRows = Object.keys(TABLE).map((row) => row.replace(/^\w+: /, ''));
	expect([...new Set(inRows)].sort()).toEqual([...OPTIONS.keys()].sort());
});

describe('an option that is added and left unchanged does what its label says', () => {
	test.each(Object.keys(TABLE))('%s', async (row) => {
		const { group, without, added } = rowOf(row);
		const [, path = ''] = row.split(': ');
		const option = OPTIONS.get(path);
		if (option === undefined) throw new Error(`No option ${path}`);
		expect(await run(row, {})).toEqual(without);
		deduplicator.records.clear();
		// As added by the editor.
		const value = { [option.name]: structuredClone(option.default) } as IDataObject;
		const isField = path.includes('.');
		const options = isField ? { sendingWindow: { window: { ...group, ...value } } } : value;
		expect(await run(row, options)).toEqual(added);
	});
});

/** The outcome of each of three items when an expression returns these values for an option. */
const REFUSED = 'rejected INVALID_INPUT, failed';
const NOTHING_SENT = 'notSent INVALID_INPUT, failed';
const SENT = 'accepted SENDING_OK';
test.each<[option: string, values: readonly unknown[], told: readonly string[], requests: number]>([
	['combineItems', ['true', 'true', 'true'], [SENT, SENT, SENT], 1],
	['combineItems', ['false', 'false', 'false'], [SENT, SENT, SENT], 3],
	['combineItems', ['yes', 'yes', 'yes'], [NOTHING_SENT, NOTHING_SENT, NOTHING_SENT], 0],
	['outputPer', ['recipients', 'item', 'item'], [NOTHING_SENT, NOTHING_SENT, NOTHING_SENT], 0],
	['charset', ['utf-8', 'utf-8', 'ascii'], [SENT, SENT, REFUSED], 2],
	['charset', ['utf-8', 'nonsense', 'utf-8'], [SENT, REFUSED, SENT], 2],
	['timeout', ['5000', 5000, '5 s'], [SENT, SENT, REFUSED], 2],
	['costlyLetters', ['keep', 'false', false], [SENT, REFUSED, REFUSED], 1],
	['unsupportedCharacters', ['Remove', 'remove', 'remove'], [REFUSED, SENT, SENT], 2],
	['includeInput', ['maybe', 'true', false], [REFUSED, SENT, SENT], 2],
	['sendingWindow.window.outside', ['Refuse', 'error', 'postpone'], [REFUSED, SENT, SENT], 2],
	['sendingWindow.window.outside', [null, 'error', 'postpone'], [REFUSED, SENT, SENT], 2],
])('an expression for %s that returns %j: %j', async (option, values, lines, requests) => {
	const value = `={{ ${JSON.stringify(values)}[$itemIndex] }}`;
	const [name = option, group, field] = option.split('.');
	const ended = await executeIn('all well', emulator, {
		settings: { onError: 'continueRegularOutput' },
		parameters: { text: 'Bonjour', route: 'M', prog: '2099-07-01T09:00:00' },
		options: { [name]: group === undefined ? value : { [group]: { [field ?? '']: value } } },
	});
	const { success, requests: sent } = reportOf(ended);
	expect(success).toEqual(lines.map((line, item) => `${String(item)}: ${line}`));
	expect(sent).toBe(requests);
});

test('Test Request compares three charsets, one per item', async () => {
	const ended = await executeIn('all well', emulator, {
		parameters: { operation: 'testRequest' },
		options: { charset: '={{ ["iso-8859-15", "utf-8", "ascii"][$itemIndex] }}' },
	});
	expect(itemsOf(ended).map(({ charset }) => charset)).toEqual(['iso-8859-15', 'utf-8', 'ascii']);
	expect(new Set(bytes(ended)).size).toBe(3);
});
