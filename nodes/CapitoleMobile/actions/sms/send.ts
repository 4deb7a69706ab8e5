import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Ledger, NOTHING_KNOWN } from '../../campaign/ledger';
import { RetryNotes } from '../../campaign/retryNotes';
import { repeatedSms } from '../../campaign/requests';
import { unsentEntry } from '../../campaign/outcome/entry';
import { tallyLine, tallyOf } from '../../campaign/outcome/tally';
import { failedJson, type Failure, failureOf, onErrorOf, rowNumbers } from '../../n8n/failure';
import { codeMeaning } from '../../sms/codes';
import { Spreading } from '../../sms/schedule/spreading';
import type { Operation } from '../operation';
import { GivenOptions, readLimits } from './givenOptions';
import type { OptionValue } from './options';
import { mark, outputItems, told } from './output';
import {
	isFailure,
	only,
	outputOf,
	readItems,
	refusedOutput,
	severalNumbers,
	spreadItems,
} from './readItems';
import { sendAll } from './sendAll';

/**
 * Sends the SMS of all input items, and gives one output item for each, for each number, or for all.
 *
 * All items are checked before anything is sent: with On Error set to Stop, one that cannot be sent
 * as it is stops them all while none has left. Whatever goes wrong for the whole run is the failure of
 * every item that was not sent: were it thrown with On Error set to Continue, n8n would pass the input
 * on as if it had been sent.
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
	async execute(context) {
		const isToStop = onErrorOf(context.getNode()) === 'stop';
		const options = new GivenOptions(context);
		const simulated = options.isSimulated();
		const notes = new RetryNotes(context, simulated ? 'simulated' : 'sent');
		const limits = readLimits(options);
		const read = readItems(context, options, notes, limits);
		const { outputs, over, leaving, earlier, inputs } = read;
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
			const { settings, refused } = options.ofRun();
			if (settings.spreadOver !== null) {
				for (const item of refused.keys()) leaving.delete(item);
				spreading = new Spreading(settings.spreadOver, leaving, Date.now(), notes.start);
				// What an earlier try has begun keeps its time.
				items = spreadItems(items, spreading, refused, earlier);
			}
			for (const { itemIndex, composition } of items) {
				if (!refused.has(itemIndex)) continue;
				const before = earlier.get(itemIndex);
				outputs[itemIndex] = before
					? outputOf(composition, before)
					: refusedOutput(refused.get(itemIndex));
			}
			// An item that an earlier try has sent does not hold back others.
			const isInvalid = outputs.some((output, item) => isFailure(output) && !earlier.has(item));
			const isHeldBack = isInvalid && isToStop;
			const open = items.filter(({ itemIndex }) => outputs[itemIndex] === undefined);
			if (open.length > 0 && !isHeldBack) {
				const campaign = new Ledger(open, earlier, settings.combineItems ? over : null);
				if (!settings.combineItems) warnings.push(...repeatedSms(open));
				if (spreading !== null) warnings.push(...severalNumbers(open, rowNumbers(context)));
				warnings.push(...(await sendAll(context, settings, campaign, earlier.size > 0)));
				ledger = campaign;
				// Noted before anything is rendered: if that fails, the next try must know.
				if (mayRunAgain(context, notes)) notes.keep(campaign, spreading?.start);
				isCancelled = context.getExecutionCancelSignal()?.aborted === true;
			}
		} catch (reason) {
			failure = failureOf(reason);
		}
		const tell = (): INodeExecutionData[] => {
			for (const item of items) {
				const { itemIndex, composition } = item;
				if (outputs[itemIndex] !== undefined) continue;
				const known = ledger?.deliveriesOf(itemIndex) ?? earlier.get(itemIndex) ?? NOTHING_KNOWN;
				const isTold = known.outcomes.length > 0 || composition.recipients.length === 0;
				outputs[itemIndex] = isTold
					? outputOf(composition, known)
					: only(unsentEntry('notSent', failure, item));
			}
			if (isCancelled) {
				const rows = outputs.map(({ entry }) => entry.row);
				const line = tallyLine(tallyOf(rows, rowNumbers(context)), simulated);
				context.logger.info(told(`Capitole SMS was stopped. ${line}`, simulated));
			}
			const toTell = outputs.map((output, item) => ({ ...output, input: inputs.get(item) }));
			return outputItems(context, toTell, { outputPer, simplify, simulated, warnings, spreading });
		};
		let output: INodeExecutionData[];
		if (isToStop) output = tell();
		else {
			try {
				output = tell();
			} catch (reason) {
				const left = new Set([...earlier.keys(), ...(ledger?.begun() ?? [])]);
				return plainRows(context, failureOf(reason), left, simulated);
			}
		}
		// Whatever stops the node has been thrown by now.
		const isOver = isToStop || !outputs.some(isFailure);
		if (isOver) notes.forget();
		return output;
	},
};

/**
 * A row for each item, where the output cannot be written.
 *
 * @param left item indexes of what was sent, or may have been
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
			json: failedJson({ outcome, ...mark(simulated) }, why, onError),
			pairedItem: { item },
		};
	});
}

/** Whether n8n may run the node again for the same items, or a model may ask for the same again. */
function mayRunAgain(context: IExecuteFunctions, { isTool }: RetryNotes): boolean {
	const node = context.getNode();
	return isTool || onErrorOf(node) === 'stop' || node.retryOnFail === true;
}
