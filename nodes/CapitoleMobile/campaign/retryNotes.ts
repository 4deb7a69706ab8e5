import { hash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isAboutTime, type Outcome, type Warning } from '../sms/codes';
import type { Composition } from '../sms/composition';
import { InvalidInput } from '../sms/refused';
import { clockAt, isoTime, PROVIDER_TIMEZONE } from '../sms/schedule/timeZone';
import type { RunStart } from '../sms/schedule/spreading';
import { isTool, noteCall, notedCall } from './toolCall';
import {
	isSettled,
	type CampaignItem,
	type Deliveries,
	type Delivery,
	type Ledger,
} from './ledger';
import { verdictOf } from './outcome/verdict';

/** What an earlier try of the same run did for an item. */
export interface Earlier {
	readonly deliveries: Deliveries;
	/** What went out, if some recipients are left to try; null if the item is finished. */
	readonly begun: Begun | null;
	/** Whether a message is the one that went out. */
	readonly isSent: (composition: Composition) => boolean;
}

/** What went out to some of an item's recipients; the others get the same. */
export interface Begun extends Pick<CampaignItem, 'key'> {
	/** Without recipients: those already tried are in the line, the rest in the fields. */
	readonly message: Composition;
}

/** One line for a finished item, see `lineOf`. */
type Note = string | (Begun & { readonly line: string });

interface Notes {
	run: number;
	/** By item index; for a tool, by fingerprint. */
	byItem: Record<string, Note>;
	/** Warnings that lines refer to by position: most items have the same. */
	warnings: Warning[];
	/** The start of the minutes that Spread Over counts. */
	start?: RunStart | undefined;
}

const CONTEXT_KEYS = { sent: 'alreadySent', simulated: 'alreadySimulated' } as const;

/** Different warnings kept: enough to see what happened. */
const MAX_WARNINGS = 20;

/**
 * The parameters that identify a tool's message. Not `prog`: a model asks for "in an hour", which is
 * another time with each try.
 */
const MESSAGE_PARAMETERS = ['recipients', 'text', 'sender', 'route', 'long', 'id'];

/**
 * Remembers what was sent, for n8n's Retry On Fail, which runs the node again for all its items. The
 * notes are in the node's context, which n8n keeps within an execution and when a user retries it,
 * under the run's number: the next round of a loop is another run and does send.
 *
 * For an AI agent's tool, n8n counts every try as another run and passes the agent's own item, whatever
 * the model wrote (n8n-core, `makeHandleToolInvocation`). It may run several calls at once, and a model
 * may repeat a call. So a tool's message is identified by its call, see `notedCall`, and in other calls
 * of the execution by its content.
 *
 * Simulations have separate notes: a user may turn Simulate off and retry the execution, which must
 * then send, and turn it on again, which must not forget what was sent.
 */
export class RetryNotes {
	readonly isTool: boolean;

	private readonly context: IDataObject;

	private readonly contextKey: string;

	private readonly run: number;

	/** By item index. */
	private readonly fingerprints = new Map<number, string>();

	private readonly items: readonly INodeExecutionData[];

	constructor(
		private readonly functions: IExecuteFunctions,
		kind: keyof typeof CONTEXT_KEYS = 'sent',
	) {
		this.items = functions.getInputData();
		this.contextKey = CONTEXT_KEYS[kind];
		this.context = functions.getContext('node') as IDataObject;
		this.isTool = isTool(functions.getNode());
		this.run = this.isTool ? 0 : Number(functions.getWorkflowDataProxy(0).$runIndex);
	}

	/**
	 * What an earlier try did for an item; undefined if nothing was sent. Call it before sending.
	 *
	 * @throws InvalidInput if the item could not be recognised on a retry
	 */
	of(itemIndex: number): Earlier | undefined {
		const fingerprint = this.fingerprintOf(itemIndex);
		const { byItem, warnings } = this.notes;
		const note = byItem[this.nameOf(itemIndex)];
		if (note === undefined) return undefined;
		const [line, begun] = typeof note === 'string' ? [note, null] : [note.line, note];
		const { item, text, deliveries } = readLine(line, warnings);
		if (item !== fingerprint) return undefined;
		return { deliveries, begun, isSent: (composition) => textPrint(composition) === text };
	}

	/** The start of an earlier try's spread run. Tool calls are not tries of one run. */
	get start(): RunStart | undefined {
		return this.isTool ? undefined : this.notes.start;
	}

	/** Saves what this and earlier tries sent, for the next one. Call it before anything else can fail. */
	keep(ledger: Ledger, start?: RunStart): void {
		const { run, byItem, warnings } = this.notes;
		const notes: Notes = { run, byItem: { ...byItem }, warnings: [...warnings], start };
		for (const item of ledger.items) {
			const deliveries = ledger.deliveriesOf(item.itemIndex);
			if (!deliveries.outcomes.some(isSettled)) continue;
			const name = this.nameOf(item.itemIndex);
			if (this.isTool) noteCall(this.functions, item.itemIndex, name);
			notes.byItem[name] = this.noteOf(item, deliveries, notes.warnings);
		}
		this.context[this.contextKey] = notes as unknown as IDataObject;
	}

	/** Forgets what was sent, if no try will follow. A model may always try again. */
	forget(): void {
		if (!this.isTool) delete this.context[this.contextKey];
	}

	/** Read anew each time: another tool call may have ended meanwhile. */
	private get notes(): Readonly<Notes> {
		const notes = this.context[this.contextKey] as unknown as Notes | undefined;
		return notes?.run === this.run ? notes : { run: this.run, byItem: {}, warnings: [] };
	}

	private noteOf(
		{ itemIndex, composition, key }: CampaignItem,
		deliveries: Deliveries,
		warnings: Warning[],
	): Note {
		const { outcomes } = deliveries;
		const isOver = outcomes.every(isSettled) || !verdictOf(outcomes).isFailure;
		// The next try computes its own time.
		const aboutTime = isOver ? composition.warnings.filter(isAboutTime) : [];
		const told = { ...deliveries, warnings: [...aboutTime, ...deliveries.warnings] };
		const line = lineOf(this.fingerprintOf(itemIndex), composition, told, warnings);
		if (isOver) return line;
		return { line, message: { ...composition, recipients: [], rejected: [] }, key };
	}

	private nameOf(itemIndex: number): string {
		return this.isTool ? this.fingerprintOf(itemIndex) : String(itemIndex);
	}

	private fingerprintOf(itemIndex: number): string {
		const known = this.fingerprints.get(itemIndex);
		if (known !== undefined) return known;
		const earlier = this.isTool ? notedCall(this.functions, itemIndex) : undefined;
		const fingerprint = earlier ?? print(jsonText(this.knownBy(itemIndex)), 16);
		this.fingerprints.set(itemIndex, fingerprint);
		return fingerprint;
	}

	private knownBy(itemIndex: number): unknown {
		if (!this.isTool) return this.items[itemIndex]?.json;
		return MESSAGE_PARAMETERS.map((name) => this.functions.getNodeParameter(name, itemIndex, null));
	}
}

const print = (text: string, length: number): string =>
	hash('sha256', text, 'base64').slice(0, length);

/** Identifies a message as its row shows it. */
const textPrint = ({ phoneText, message }: Composition): string =>
	print(JSON.stringify([phoneText, message.id]), 6);

/** What recipients of one group in a line share. */
const IN_COMMON = ['outcome', 'code', 'credits', 'cause'] as const;

/**
 * A line such as `q8Jf3kL0xYzAb1Cd 7hG2kL 9542 - - accepted/SENDING_OK/1:33611223344`: hashes of the
 * input and of the shown message, credits left, departure (seconds, in base 36), warnings by position,
 * then recipients by outcome, code, credits and cause. A campaign of 50,000 keeps as many.
 */
function lineOf(
	item: string,
	composition: Composition,
	{ outcomes, creditsLeft, scheduledAt = composition.scheduledAt, warnings }: Deliveries,
	texts: Warning[],
): string {
	const alike = new Map<string, string[]>();
	let last: Delivery | undefined;
	let numbers: string[] = [];
	for (const known of outcomes) {
		// Most outcomes equal the previous one.
		if (last === undefined || IN_COMMON.some((part) => known[part] !== last?.[part])) {
			const kind = IN_COMMON.flatMap((part) => known[part] ?? []).join('/');
			numbers = alike.get(kind) ?? [];
			alike.set(kind, numbers);
		}
		numbers.push(known.recipient);
		last = known;
	}
	const named = warnings.map((warning) => positionOf(warning, texts)).filter((at) => at >= 0);
	return [
		item,
		textPrint(composition),
		creditsLeft ?? '-',
		scheduledAt === null ? '-' : (Date.parse(scheduledAt) / 1000).toString(36),
		named.join() || '-',
		...Array.from(alike, ([kind, numbers]) => `${kind}:${numbers.join()}`),
	].join(' ');
}

function positionOf(warning: Warning, texts: Warning[]): number {
	const known = texts.findIndex(({ message }) => message === warning.message);
	if (known >= 0 || texts.length >= MAX_WARNINGS) return known;
	return texts.push(warning) - 1;
}

const timeOf = (seconds: string): string =>
	isoTime(clockAt(parseInt(seconds, 36) * 1000, PROVIDER_TIMEZONE));

function readLine(
	line: string,
	texts: readonly Warning[],
): { readonly item: string; readonly text: string; readonly deliveries: Deliveries } {
	const [item = '', text = '', left = '-', scheduledAt = '-', named = '-', ...alike] =
		line.split(' ');
	const outcomes = alike.flatMap((group): Delivery[] => {
		const [kind = '', numbers = ''] = group.split(':');
		const [outcome = '', code = '', credits = '0', cause] = kind.split('/');
		return numbers.split(',').map((recipient) => ({
			recipient,
			outcome: outcome as Outcome,
			code,
			credits: Number(credits),
			...(cause === undefined ? {} : { cause }),
		}));
	});
	return {
		item,
		text,
		deliveries: {
			outcomes,
			creditsLeft: left === '-' ? null : Number(left),
			scheduledAt: scheduledAt === '-' ? null : timeOf(scheduledAt),
			warnings: named === '-' ? [] : named.split(',').flatMap((at) => texts[Number(at)] ?? []),
		},
	};
}

/** @throws InvalidInput for data that JSON cannot hold: cycles, big integers */
function jsonText(value: unknown): string {
	let text: string | undefined;
	try {
		text = JSON.stringify(value ?? null);
	} catch {
		// Handled below.
	}
	if (text !== undefined) return text;
	throw new InvalidInput(
		'item',
		'The data of this item contains itself, so the item cannot be recognised on a retry',
		'Put an Edit Fields node before this one that passes on only the fields you need.',
	);
}
