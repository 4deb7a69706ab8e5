import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';

import type { Emulator } from '../../dev/emulator/emulator';
import { execute, type Ended } from './engine';
import type { Flow } from './workflow';

/** A failure of the second of three items, or of all of them. */
interface Situation {
	/** Sets up the provider. */
	readonly arrange?: (emulator: Emulator) => void;
	/** Changes to the second item. */
	readonly second?: IDataObject;
	readonly parameters?: IDataObject;
	readonly options?: IDataObject;
	readonly credentials?: Flow['credentials'];
	readonly context?: Flow['context'];
}

/** Fictional numbers. */
const PHONES = Array.from({ length: 7 }, (_, index) => `3363998000${String(index)}`);
const [FIRST = '', SECOND = '', THIRD = '', ...OTHERS] = PHONES;
/** Fictional numbers with their own outcomes, the same as in a simulation. */
const [TOO_FEW_CREDITS, BLACKLISTED, NO_ANSWER] = ['12', '21', '41'].map(
	(ending) => `336399800${ending}`,
);

/** Sends to three people, one request each, in sequence. */
const ALL_WELL = {
	items: [
		{ phone: FIRST, name: 'Zoé' },
		{ phone: SECOND, name: 'Ana' },
		{ phone: THIRD, name: 'Léo' },
	],
	parameters: { recipients: '={{ $json.phone }}', text: '=Bonjour {{ $json.name }}' },
	options: { parallelRequests: 1 },
};

const circle: IDataObject = { phone: SECOND, name: 'Ana' };
circle.self = circle;

const ALL = {
	'all well': {},
	'credential missing': { credentials: 'none' },
	'credential deleted': { credentials: 'deleted' },
	'credential unreadable': { credentials: 'unreadable' },
	'URL none': { credentials: { sendUrl: 'nonsense' } },
	'run option bad': { options: { timeout: -5 } },
	'item option bad': {
		second: { invalid: 'Refuse' },
		options: { invalidRecipients: '={{ $json.invalid ?? "skip" }}' },
	},
	'item bad': { second: { phone: 'demain' } },
	'item circular': { second: circle },
	'expression fails': {
		second: { name: null },
		parameters: { text: '=Bonjour {{ $json.name ?? $("Nobody").first().json.name }}' },
	},
	// Two numbers a request: the credits pay for the first two of the second item only.
	'partial by credits': {
		second: { phone: [SECOND, OTHERS[0], TOO_FEW_CREDITS, ...OTHERS.slice(1, 3)].join() },
		options: { maxRecipients: 2 },
	},
	'partial by blacklist': {
		second: { phone: [SECOND, BLACKLISTED, ...OTHERS.slice(1)].join() },
	},
	'all refused': { second: { phone: BLACKLISTED } },
	combined: {
		second: { phone: BLACKLISTED },
		parameters: { text: 'Bonjour' },
		options: { combineItems: true },
	},
	'over Maximum SMS': { options: { maxSms: 2 } },
	'not reached': {
		credentials: {
			sendUrl: 'http://127.0.0.1:1/api/sendsms/xml',
			testUrl: 'http://127.0.0.1:1/api/sendsms/xml_test',
		},
	},
	'no answer': {
		second: { phone: NO_ANSWER },
		// Also for Test Request, which ignores fictional numbers.
		arrange: (emulator) => {
			emulator.misbehave(({ document }) =>
				document?.recipients.includes(NO_ANSWER ?? '') ? { kind: 'closeWithoutAnswer' } : null,
			);
		},
	},
	'unexpected exception': {
		context: {
			getExecutionCancelSignal() {
				throw new TypeError("Cannot read properties of undefined (reading 'signal')");
			},
		} as Partial<IExecuteFunctions>,
	},
} as const satisfies Record<string, Situation>;

export type SituationName = keyof typeof ALL;
export const SITUATIONS: Readonly<Record<SituationName, Situation>> = ALL;

export const ON_ERROR = {
	Stop: 'stopWorkflow',
	Continue: 'continueRegularOutput',
	'error output': 'continueErrorOutput',
} as const satisfies Record<string, INode['onError']>;

/** Runs Send, or another operation, in a situation. */
export async function executeIn(
	name: SituationName,
	emulator: Emulator,
	given: Pick<Flow, 'settings' | 'context' | 'isTool'> & Pick<Situation, 'parameters' | 'options'>,
): Promise<Ended> {
	const situation = SITUATIONS[name];
	situation.arrange?.(emulator);
	const { credentials, context } = { ...situation, ...given };
	return await execute(emulator, {
		items: ALL_WELL.items.map((item, index) =>
			index === 1 ? { ...item, ...situation.second } : item,
		),
		parameters: {
			...ALL_WELL.parameters,
			...situation.parameters,
			...given.parameters,
			options: { ...ALL_WELL.options, ...situation.options, ...given.options },
		},
		settings: given.settings ?? {},
		isTool: given.isTool ?? false,
		...(credentials && { credentials }),
		...(context && { context }),
	});
}
