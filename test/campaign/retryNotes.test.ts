import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	isSettled,
	Ledger,
	NOTHING_KNOWN,
	type Deliveries,
} from '../../nodes/CapitoleMobile/campaign/ledger';
import { RetryNotes } from '../../nodes/CapitoleMobile/campaign/retryNotes';
import { itemOf } from './numbers';

/** n8n's data for a node, stored with the execution. */
let kept: IDataObject;
beforeEach(() => {
	kept = {};
});

const PARAMETERS: IDataObject = { recipients: '33611223344', text: 'Bonjour' };

interface Call {
	runIndex?: number;
	items?: IDataObject[];
	parameters?: IDataObject;
	kind?: 'sent' | 'simulated';
}

/** A try of the node, or of the tool that n8n makes from it. */
function attempt(kind: 'node' | 'tool', call: Call = {}): RetryNotes {
	const {
		runIndex = 0,
		items = [{ phone: '0611223344' }],
		parameters = PARAMETERS,
		kind: of,
	} = call;
	const type = `n8n-nodes-capitole-mobile.capitoleSms${kind === 'tool' ? 'Tool' : ''}`;
	const context = {
		getContext: () => kept,
		getInputData: () => items.map((json) => ({ json })),
		getNode: () => ({ type }),
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		getNodeParameter: (name: string, _item: number, otherwise: unknown) =>
			parameters[name] ?? otherwise,
	};
	return new RetryNotes(context as unknown as IExecuteFunctions, of);
}

const NUMBER = { recipient: '33611223344', outcome: 'unknown', code: 'NO_ANSWER' } as const;
const OTHER = { recipient: '33611223345', outcome: 'notSent', code: 'STOPPED_EARLIER' } as const;
const NO_ANSWER = { code: 'NO_ANSWER', message: 'The connection was closed' } as const;

/** Notes the outcomes of an item's numbers. */
function keep(
	notes: RetryNotes,
	itemIndex = 0,
	numbers: Parameters<typeof itemOf>[0] = [NUMBER],
	more: Partial<Deliveries> = {},
): Deliveries {
	const [composition, known] = itemOf(numbers);
	const deliveries = { ...known, ...more };
	const earlier = new Map([[itemIndex, deliveries]]);
	const ledger = new Ledger([{ itemIndex, composition, key: null }], earlier);
	// The ledger keeps no number that is to be tried again.
	for (const { recipient, ...fate } of deliveries.outcomes) {
		if (!isSettled(fate)) ledger.note({ itemIndex, recipients: [recipient] }, fate);
	}
	notes.keep(ledger);
	return deliveries;
}

describe('another try of the node', () => {
	test('knows the SMS already sent', () => {
		const scheduledAt = '2030-03-04T08:00:00+01:00';
		const sent = keep(attempt('node'), 0, [NUMBER], { scheduledAt, warnings: [NO_ANSWER] });
		expect(attempt('node').of(0)).toMatchObject({ deliveries: sent, begun: null });
	});

	test('continues an item sent in part with its first message', () => {
		const sent = keep(attempt('node'), 0, [NUMBER, { ...OTHER, cause: 'AUTH_FAILED' }]);
		const before = attempt('node').of(0);
		expect(before?.deliveries).toEqual({ ...sent, scheduledAt: null });
		const message = { ...itemOf([NUMBER])[0], recipients: [] };
		expect(before?.begun).toMatchObject({ message, key: null });
	});

	test('finishes an item whose other numbers were refused for good', () => {
		const blacklisted = { ...OTHER, outcome: 'rejected', code: 'IS_BLACKLISTED' } as const;
		keep(attempt('node'), 0, [{ ...NUMBER, outcome: 'accepted', code: 'SENDING_OK' }, blacklisted]);
		expect(attempt('node').of(0)?.begun).toBeNull();
	});

	test('knows whether a message matches the one sent', () => {
		keep(attempt('node'));
		const [composition] = itemOf([NUMBER]);
		const isSent = attempt('node').of(0)?.isSent;
		expect(isSent?.(composition)).toBe(true);
		expect(isSent?.({ ...composition, phoneText: 'Bonsoir' })).toBe(false);
		expect(isSent?.({ ...composition, message: { ...composition.message, id: '' } })).toBe(false);
	});

	test.each([
		['another run of it, as in a loop', { runIndex: 1 }],
		['another item in that place', { items: [{ phone: '0699887766' }] }],
	])('knows nothing if it is %s', (_what, call) => {
		keep(attempt('node'));
		expect(attempt('node', call).of(0)).toBeUndefined();
	});

	test('keeps the SMS of earlier tries', () => {
		const items = [{ phone: '0611223344' }, { phone: '0622334455' }];
		keep(attempt('node', { items }), 0);
		keep(attempt('node', { items }), 1);
		for (const item of [0, 1]) {
			expect(attempt('node', { items }).of(item)?.deliveries.outcomes).toMatchObject([NUMBER]);
		}
	});

	test('is not expected after everything went well', () => {
		keep(attempt('node'));
		attempt('node').forget();
		expect(kept).toEqual({});
	});
});

test('A sent item takes less than 100 bytes', () => {
	const items = Array.from({ length: 50_000 }, (_, item) => ({
		phone: String(33_611_000_000 + item),
	}));
	const [composition] = itemOf([NUMBER]);
	const sent = items.map(({ phone }, itemIndex) => ({
		item: { itemIndex, composition: { ...composition, recipients: [phone] }, key: null },
		deliveries: {
			...NOTHING_KNOWN,
			outcomes: [
				{ recipient: phone, outcome: 'accepted', code: 'SENDING_OK', credits: 1 },
			] as const,
			creditsLeft: 99_999,
			scheduledAt: '2030-07-04T08:00:00+02:00',
			warnings: [{ code: 'UNEXPECTED_ANSWER', message: 'The answer began: "?"' }] as const,
		},
	}));
	const earlier = new Map(sent.map(({ item, deliveries }) => [item.itemIndex, deliveries]));
	attempt('node', { items }).keep(
		new Ledger(
			sent.map(({ item }) => item),
			earlier,
		),
	);
	expect(JSON.stringify(kept).length).toBeLessThan(100 * items.length);
	expect(attempt('node', { items }).of(49_999)?.deliveries).toMatchObject({
		...sent[49_999]?.deliveries,
	});
});

describe('a simulation', () => {
	test('knows its own tries, and the real run after it sends', () => {
		keep(attempt('node', { kind: 'simulated' }));
		expect(attempt('node', { kind: 'simulated' }).of(0)).toBeDefined();
		expect(attempt('node').of(0)).toBeUndefined();
	});

	test('forgets no SMS already sent', () => {
		keep(attempt('node'));
		const simulation = attempt('node', { kind: 'simulated' });
		expect(simulation.of(0)).toBeUndefined();
		simulation.forget();
		expect(attempt('node').of(0)).toBeDefined();
	});
});

describe("another try of an AI agent's tool", () => {
	beforeEach(() => {
		keep(attempt('tool'));
	});

	test('recognizes the message by its content, although n8n counts another run', () => {
		const call = { runIndex: 1, items: [{ query: 'in other words' }] };
		expect(attempt('tool', call).of(0)).toBeDefined();
	});

	test.each<[string, unknown]>([
		['text', 'Bonsoir'],
		['recipients', '33699887766'],
		['sender', 'MaBoutique'],
		['route', 'M'],
		['long', true],
		['id', 'SOLDES26'],
	])('sees another message if %s differs', (name, value) => {
		const parameters = { ...PARAMETERS, [name]: value } as IDataObject;
		expect(attempt('tool', { parameters }).of(0)).toBeUndefined();
	});

	test('sees the same message at another time, since a model says "in an hour" on each try', () => {
		const parameters = { ...PARAMETERS, prog: '2030-01-01 10:00:00' };
		expect(attempt('tool', { parameters }).of(0)).toBeDefined();
	});

	test('knows it for the whole execution, as well as the messages of other calls', () => {
		const other = { parameters: { ...PARAMETERS, text: 'Bonsoir' } };
		keep(attempt('tool', other));
		attempt('tool').forget();
		expect(attempt('tool').of(0)).toBeDefined();
		expect(attempt('tool', other).of(0)).toBeDefined();
	});
});
