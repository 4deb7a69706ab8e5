import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { RetryGuard, type Earlier } from '../../nodes/CapitoleMobile/campaign/retryGuard';
import type { Composition } from '../../nodes/CapitoleMobile/sms/composition';

/** What n8n keeps for a node within an execution. */
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

/** A try of the node, or of the tool that n8n makes of it. */
function attempt(kind: 'node' | 'tool', call: Call = {}): RetryGuard {
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
	return new RetryGuard(context as unknown as IExecuteFunctions, of);
}

const SENT = {
	composition: { recipients: ['33611223344'] } as unknown as Composition,
	isOver: true,
	deliveries: {
		outcomes: [{ recipient: '33611223344', outcome: 'unknown', code: 'NO_ANSWER', credits: 0 }],
		creditsLeft: null,
		warnings: [],
		postponedTo: null,
	},
} satisfies Earlier;

describe('another try of the node', () => {
	beforeEach(() => attempt('node').keep(new Map([[0, SENT]])));

	test('knows what was sent', () => {
		expect(attempt('node').of(0)).toMatchObject(SENT);
	});

	test.each([
		['another run of it, as in a loop', { runIndex: 1 }],
		['another item in that place', { items: [{ phone: '0699887766' }] }],
	])('knows nothing when it is %s', (_what, call) => {
		expect(attempt('node', call).of(0)).toBeUndefined();
	});

	test('keeps what the tries before it sent', () => {
		const items = [{ phone: '0611223344' }, { phone: '0622334455' }];
		attempt('node', { items }).keep(new Map([[1, SENT]]));
		expect(attempt('node', { items }).of(0)).toMatchObject(SENT);
		expect(attempt('node', { items }).of(1)).toMatchObject(SENT);
	});

	test('is not to come once all went well', () => {
		attempt('node').forget();
		expect(kept).toEqual({});
	});
});

describe('a simulation', () => {
	test('knows its own tries, and after it the real run sends', () => {
		attempt('node', { kind: 'simulated' }).keep(new Map([[0, SENT]]));
		expect(attempt('node', { kind: 'simulated' }).of(0)).toMatchObject(SENT);
		expect(attempt('node').of(0)).toBeUndefined();
	});

	test('forgets nothing that was sent', () => {
		attempt('node').keep(new Map([[0, SENT]]));
		const simulation = attempt('node', { kind: 'simulated' });
		expect(simulation.of(0)).toBeUndefined();
		simulation.forget();
		expect(attempt('node').of(0)).toMatchObject(SENT);
	});
});

describe("another try of an AI agent's tool", () => {
	beforeEach(() => attempt('tool').keep(new Map([[0, SENT]])));

	test('knows the message by what it says, though n8n counts it as another run', () => {
		const call = { runIndex: 1, items: [{ query: 'in other words' }] };
		expect(attempt('tool', call).of(0)).toMatchObject(SENT);
	});

	test.each([
		['text', 'Bonsoir'],
		['recipients', '33699887766'],
		['sender', 'MaBoutique'],
	])('is another message when %s is another', (name, value) => {
		const parameters = { ...PARAMETERS, [name]: value };
		expect(attempt('tool', { parameters }).of(0)).toBeUndefined();
	});

	test('is the same message at another time: a model says "in an hour" with each try', () => {
		const parameters = { ...PARAMETERS, prog: '2030-01-01 10:00:00' };
		expect(attempt('tool', { parameters }).of(0)).toMatchObject(SENT);
	});

	test('leaves what another call keeps', () => {
		const other = { parameters: { ...PARAMETERS, text: 'Bonsoir' } };
		attempt('tool', other).keep(new Map([[0, SENT]]));
		const again = attempt('tool');
		again.of(0);
		again.forget();
		expect(attempt('tool').of(0)).toBeUndefined();
		const otherAgain = attempt('tool', other);
		expect(otherAgain.of(0)).toMatchObject(SENT);
		otherAgain.forget();
		expect(kept).toEqual({});
	});
});
