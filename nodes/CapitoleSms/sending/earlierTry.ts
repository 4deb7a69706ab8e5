import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Deliveries } from '../sms/itemResult';
import type { ItemOutput } from './output';

/** What an earlier try of the same run of the node did for an item. */
export interface Earlier {
	readonly deliveries: Deliveries;
	/** What it gave, where no number of the item is left to try. */
	readonly output?: ItemOutput;
}

interface Note extends Earlier {
	/** Hash of the item that came in: an AI agent calls a node several times with others. */
	readonly item: string;
}

interface Notes {
	run: number;
	byItem: Record<string, Note>;
}

/** Where the notes are kept in the node's context. */
const KEPT_AS = 'alreadySent';

/**
 * The guard against n8n's Retry On Fail, which runs the node again for all its items, those that
 * were sent too. What was sent is noted in the node's context, which n8n keeps within an execution
 * (and when a person retries the execution), under the number of the run: a loop's next round is
 * another run and does send.
 */
export class EarlierTry {
	private readonly context: IDataObject;

	private readonly run: number;

	private readonly earlier: Notes | undefined;

	constructor(
		functions: IExecuteFunctions,
		private readonly items: readonly INodeExecutionData[],
	) {
		this.context = functions.getContext('node') as IDataObject;
		this.run = Number(functions.getWorkflowDataProxy(0).$runIndex);
		const notes = this.context[KEPT_AS] as unknown as Notes | undefined;
		this.earlier = notes?.run === this.run ? notes : undefined;
	}

	/** What an earlier try did for an item, or undefined when nothing was sent for it. */
	of(itemIndex: number): Earlier | undefined {
		const note = this.earlier?.byItem[String(itemIndex)];
		return note !== undefined && note.item === this.fingerprint(itemIndex) ? note : undefined;
	}

	/**
	 * Keeps what this try and those before it sent, for the next one. Called when any item did not go
	 * well.
	 */
	keep(sent: ReadonlyMap<number, Earlier>): void {
		const byItem: Notes['byItem'] = { ...this.earlier?.byItem };
		for (const [itemIndex, earlier] of sent) {
			byItem[String(itemIndex)] = { ...earlier, item: this.fingerprint(itemIndex) };
		}
		this.context[KEPT_AS] = { run: this.run, byItem } satisfies Notes as unknown as IDataObject;
	}

	/** There will be no next try. */
	forget(): void {
		delete this.context[KEPT_AS];
	}

	private fingerprint(itemIndex: number): string {
		return createHash('sha256')
			.update(JSON.stringify(this.items[itemIndex]?.json ?? null))
			.digest('base64');
	}
}
