import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type CampaignItem, type Deliveries, Ledger, NOTHING_KNOWN } from '../../campaign/ledger';
import { RetryNotes } from '../../campaign/retryNotes';
import { callsInTurn } from '../../campaign/toolCall';
import { repeatedSms } from '../../campaign/requests';
import { itemEntry, recipientEntries, unsentEntry, type Entry } from '../../campaign/outcome/entry';
import { tallyLine, tallyOf } from '../../campaign/outcome/tally';
import { failedJson, type Failure, failureOf, onErrorOf, rowNumbers } from '../../n8n/failure';
import { codeMeaning } from '../../sms/codes';
import type { Composition } from '../../sms/composition';
import { RefusedRecipients } from '../../sms/recipients/recipients';
import type { Spreading } from '../../sms/schedule/spreading';
import type { Operation } from '../operation';
import { GivenOptions, readLimits } from './givenOptions';
import type { OptionValue } from './options';
import { type ItemOutput, simulatedFlag, outputItems, prefixSimulated } from './output';
import { type ItemsRead, readItems, spreadByItem, spreadItems } from './readItems';
import { sendAll } from './sendAll';

/**
 * Sends the SMS of all input items. Returns one output item per item, per recipient, or for the run.
 *
 * All items are checked before anything is sent: with On Error set to Stop, one invalid item stops them
 * all. A problem with the whole run becomes the failure of every item that was not sent: if it were
 * thrown with On Error set to Continue, n8n would pass the input on as if it had been sent.
 */
export const send: Operation = {
	entry: {
		name: 'Send',
		value: 'send',
		description: 'Send an SMS to one or more numbers, now or at a set time',
		action: 'Send SMS',
	},
	fields: [],
	ifNotRun: { outcome: 'notSent' },
	execute: callsInTurn(async (context) => {
		const isToStop = onErrorOf(context.getNode()) === 'stop';
		const options = new GivenOptions(context);
		const simulated = options.isSimulated();
		const notes = new RetryNotes(context, simulated ? 'simulated' : 'sent');
		const limits = readLimits(options);
		const read = readItems(context, options, limits, notes);
		const { refused, earlier, over, inputs } = read;
		let { items } = read;
		let spreading: Spreading | null = null;
		const warnings = [...limits.doNotContact.warnings];
		let ledger: Ledger | null = null;
		let isCancelled = false;
		let outputPer: OptionValue<'outputPer'> = 'item';
		let simplify = true;
		let failure: Failure = { code: 'NOT_TRIED', ...codeMeaning('NOT_TRIED') };
		try {
			if (limits.refusal !== undefined) throw limits.refusal;
			outputPer = options.read('outputPer', 0);
			simplify = options.read('simplify', 0);
			const settings = options.ofRun(refused);
			({ items, spreading } = spreadItems(read, settings.spreadOver, Date.now(), notes.start));
			const open = items.filter(({ itemIndex }) => !refused.has(itemIndex));
			// Items that an earlier try sent do not hold the others back.
			const isHeldBack = isToStop && [...refused.keys()].some((item) => !earlier.has(item));
			if (open.length > 0 && !isHeldBack) {
				const campaign = new Ledger(open, earlier, settings.combineItems ? sentAsRead(over) : null);
				if (!settings.combineItems) warnings.push(...repeatedSms(open));
				if (spreading !== null) warnings.push(...spreadByItem(open, rowNumbers(context)));
				warnings.push(...(await sendAll(context, settings, campaign, earlier.size > 0)));
				ledger = campaign;
				// Saved before the output is built: if that fails, the next try must know.
				if (mayRunAgain(context, notes)) notes.keep(campaign, spreading?.start);
				isCancelled = context.getExecutionCancelSignal()?.aborted === true;
			}
		} catch (reason) {
			failure = failureOf(reason);
		}
		const byIndex = new Map(items.map((item) => [item.itemIndex, item]));
		const outputFor = (itemIndex: number): ItemOutput => {
			const item = byIndex.get(itemIndex);
			const before = earlier.get(itemIndex);
			const sent = over.get(itemIndex);
			if (sent !== undefined) return outputOf(...sent);
			if (item === undefined || (refused.has(itemIndex) && before === undefined)) {
				return refusedOutput(refused.get(itemIndex), recipientAsWritten(context, itemIndex));
			}
			const now = refused.has(itemIndex) ? undefined : ledger?.deliveriesOf(itemIndex);
			const known = now ?? before ?? NOTHING_KNOWN;
			const isTold = known.outcomes.length > 0 || item.composition.recipients.length === 0;
			return isTold
				? outputOf(item.composition, known)
				: oneEntry(unsentEntry('notSent', failure, item));
		};
		const tell = (): INodeExecutionData[] => {
			const outputs = context.getInputData().map((_, item) => outputFor(item));
			if (isCancelled) {
				const rows = outputs.map(({ entry }) => entry.row);
				const line = tallyLine(tallyOf(rows, rowNumbers(context)), simulated);
				context.logger.info(prefixSimulated(`Capitole SMS was stopped. ${line}`, simulated));
			}
			const toTell = outputs.map((output, item) => ({ ...output, input: inputs.get(item) }));
			const rules = { outputPer, simplify, simulated, warnings, spreading };
			const output = outputItems(context, toTell, rules);
			// Nothing stops the node from here on.
			if (isToStop || outputs.every(({ entry }) => entry.failure === null)) notes.forget();
			return output;
		};
		if (isToStop) return tell();
		try {
			return tell();
		} catch (reason) {
			const left = new Set([...earlier.keys(), ...(ledger?.begun() ?? [])]);
			return plainRows(context, failureOf(reason), left, simulated);
		}
	}),
};

/** Items that an earlier try sent and that still read the same. */
const sentAsRead = (over: ItemsRead['over']): CampaignItem[] =>
	[...over].flatMap(([itemIndex, [composition, { isOtherText }]]) =>
		isOtherText === true ? [] : [{ itemIndex, composition, key: null }],
	);

const oneEntry = (entry: Entry): ItemOutput => ({ entry, perRecipient: () => [entry] });

function outputOf(composition: Composition, deliveries: Deliveries): ItemOutput {
	return {
		entry: itemEntry(composition, deliveries),
		perRecipient: () => recipientEntries(composition, deliveries),
	};
}

function refusedOutput(reason: unknown, recipient: string): ItemOutput {
	const refused = reason instanceof RefusedRecipients ? reason.rejected : [];
	const rejected = refused.map((one) => ({ ...one, outcome: 'rejected' as const }));
	return oneEntry(unsentEntry('rejected', failureOf(reason), { recipient }, rejected));
}

/** The recipient as written, for an item that could not be read. */
function recipientAsWritten(context: IExecuteFunctions, itemIndex: number): string {
	try {
		const written = context.getNodeParameter('recipients', itemIndex, '') as unknown;
		const isShort =
			typeof written === 'number' || (typeof written === 'string' && written.length <= 200);
		return isShort ? String(written).trim() : '';
	} catch {
		return '';
	}
}

/**
 * Minimal rows, if building the output fails.
 *
 * @param left indexes of items that were or may have been sent
 */
function plainRows(
	context: IExecuteFunctions,
	failure: Failure,
	left: ReadonlySet<number>,
	simulated: boolean,
): INodeExecutionData[] {
	const onError = onErrorOf(context.getNode()) === 'errorOutput' ? 'errorOutput' : 'continue';
	const inDoubt = { ...failure, remedy: `${codeMeaning('NO_ANSWER').remedy} ${failure.remedy}` };
	return context.getInputData().map((_, item) => {
		const [outcome, why] = left.has(item)
			? (['unknown', inDoubt] as const)
			: (['notSent', failure] as const);
		return {
			json: failedJson({ outcome, ...simulatedFlag(simulated) }, why, onError),
			pairedItem: { item },
		};
	});
}

/** Whether n8n may run the node again for the same items, or a model may repeat its call. */
function mayRunAgain(context: IExecuteFunctions, { isTool }: RetryNotes): boolean {
	const node = context.getNode();
	return isTool || onErrorOf(node) === 'stop' || node.retryOnFail === true;
}
