import { hash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidInput } from '../sms/invalidInput';
import type { CampaignItem, Deliveries } from './ledger';

/** What an earlier try of the same run of the node did for an item. */
export interface Earlier {
	readonly composition: CampaignItem['composition'];
	readonly deliveries: Deliveries;
	/** Whether no number of the item is left to try. */
	readonly isOver: boolean;
}

interface Note extends Earlier {
	/** Hash of what came in for the item. */
	readonly item: string;
}

interface Notes {
	run: number;
	/** By item index, or for a tool by the hash. */
	byItem: Record<string, Note>;
}

/** Where the notes are kept in the node's context. */
const KEPT_AS = { sent: 'alreadySent', simulated: 'alreadySimulated' } as const;

/**
 * What makes a tool's message. Not `prog`: a model asks for "in an hour", and that is another time
 * with each try.
 */
const MESSAGE_PARAMETERS = ['recipients', 'text', 'sender', 'route', 'long', 'id'];

/**
 * The guard against n8n's Retry On Fail, which runs the node again for all its items, those that
 * were sent too. What was sent is noted in the node's context, which n8n keeps within an execution
 * (and when a person retries the execution), under the number of the run: a loop's next round is
 * another run and does send.
 *
 * For the tool of an AI agent n8n counts every try as another run, and gives the agent's own item
 * whatever the model wrote (n8n-core, `makeHandleToolInvocation`); it may run several calls at once.
 * There a message that did not go well is known by what it says, until it has gone well.
 *
 * A simulation has notes of its own: a person may turn it off and retry the execution, which must
 * then send, and turn it on again, which must not forget what was sent.
 */
export class RetryGuard {
	private readonly context: IDataObject;

	private readonly keptAs: string;

	private readonly run: number;

	private readonly isTool: boolean;

	private readonly fingerprints = new Map<number, string>();

	private readonly items: readonly INodeExecutionData[];

	constructor(
		private readonly functions: IExecuteFunctions,
		kind: keyof typeof KEPT_AS = 'sent',
	) {
		this.items = functions.getInputData();
		this.keptAs = KEPT_AS[kind];
		this.context = functions.getContext('node') as IDataObject;
		// n8n makes the tool of a node, and calls it so.
		this.isTool = functions.getNode().type.endsWith('Tool');
		this.run = this.isTool ? 0 : Number(functions.getWorkflowDataProxy(0).$runIndex);
	}

	/**
	 * What an earlier try did for an item; undefined when nothing was sent for it. To be asked before the
	 * item is sent.
	 *
	 * @throws InvalidInput when the item could not be known again
	 */
	of(itemIndex: number): Earlier | undefined {
		const fingerprint = this.identify(itemIndex);
		const note = this.notes[this.nameOf(itemIndex)];
		return note !== undefined && note.item === fingerprint ? note : undefined;
	}

	/** Keeps what this try and those before it sent, for the next one; to be called when any item failed. */
	keep(sent: ReadonlyMap<number, Earlier>): void {
		const byItem: Notes['byItem'] = { ...this.notes };
		for (const [itemIndex, earlier] of sent) {
			byItem[this.nameOf(itemIndex)] = { ...earlier, item: this.fingerprintOf(itemIndex) };
		}
		this.write(byItem);
	}

	/** Forgets this try's items: there will be no next try. */
	forget(): void {
		const byItem: Notes['byItem'] = this.isTool ? { ...this.notes } : {};
		// An item that could not be identified was not sent, and has no note.
		for (const itemIndex of this.fingerprints.keys()) delete byItem[this.nameOf(itemIndex)];
		if (Object.keys(byItem).length === 0) delete this.context[this.keptAs];
		else this.write(byItem);
	}

	/** Read anew each time: another call of a tool may have ended meanwhile. */
	private get notes(): Readonly<Record<string, Note>> {
		const notes = this.context[this.keptAs] as unknown as Notes | undefined;
		return notes?.run === this.run ? notes.byItem : {};
	}

	private write(byItem: Notes['byItem']): void {
		this.context[this.keptAs] = { run: this.run, byItem } satisfies Notes as unknown as IDataObject;
	}

	private nameOf(itemIndex: number): string {
		return this.isTool ? this.fingerprintOf(itemIndex) : String(itemIndex);
	}

	private fingerprintOf(itemIndex: number): string {
		return this.fingerprints.get(itemIndex) ?? this.identify(itemIndex);
	}

	private identify(itemIndex: number): string {
		const known = this.isTool
			? MESSAGE_PARAMETERS.map((name) => this.functions.getNodeParameter(name, itemIndex, null))
			: this.items[itemIndex]?.json;
		const fingerprint = hash('sha256', textOf(known), 'base64');
		this.fingerprints.set(itemIndex, fingerprint);
		return fingerprint;
	}
}

/** @throws InvalidInput for data that JSON cannot hold: circles, big integers */
function textOf(value: unknown): string {
	let text: string | undefined;
	try {
		text = JSON.stringify(value ?? null);
	} catch {
		text = undefined;
	}
	if (text !== undefined) return text;
	throw new InvalidInput(
		'item',
		'The data of this item contains itself, so the item cannot be recognised when it is tried again',
		'Put an Edit Fields node before this one that passes on only the fields you need.',
	);
}
